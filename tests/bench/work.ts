import { comparison, type Comparison } from './load.ts'

/** Something to be done over and over; `turn` counts, so that no two are alike. */
export type Work = (turn: number) => unknown

/** Does both in turn for some rounds, in this process and one at a time: so many times a second. */
export async function compareWork(
  ours: Work,
  theirs: Work,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Comparison> {
  for (const work of [ours, theirs]) await timesPerSecond(work, seconds)
  const results: { ours: number; theirs: number }[] = []
  for (let round = 0; round < rounds; round += 1)
    results.push({
      ours: await timesPerSecond(ours, seconds),
      theirs: await timesPerSecond(theirs, seconds),
    })
  return comparison(results)
}

let turn = 0

async function timesPerSecond(work: Work, seconds: number): Promise<number> {
  const start = performance.now()
  let [times, passed] = [0, 0]
  while (passed < seconds * 1000) {
    await work((turn += 1))
    times += 1
    passed = performance.now() - start
  }
  return (times / passed) * 1000
}
