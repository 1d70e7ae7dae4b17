import autocannon from 'autocannon'

/** What is asked for, over and over: the paths in turn. */
export interface Target {
  address: string
  paths: string[]
  headers?: Record<string, string>
}

export interface Comparison {
  ours: number
  theirs: number
  /** Ours through theirs: the median of the rounds, and the lowest and highest of them. */
  ratio: { median: number; lowest: number; highest: number }
}

interface Effort {
  rounds: number
  seconds: number
}

const connections = 32
const warmUpSeconds = 2

/** Loads both in turn for some rounds, so that whatever else the machine does meets both alike. */
export async function compare(
  ours: Target,
  theirs: Target,
  { rounds, seconds }: Effort,
): Promise<Comparison> {
  for (const target of [ours, theirs]) await load(target, warmUpSeconds)
  const results: { ours: number; theirs: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    results.push({ ours: await load(ours, seconds), theirs: await load(theirs, seconds) })
  }
  return comparison(results)
}

export function comparison(results: { ours: number; theirs: number }[]): Comparison {
  const ratios = results.map((round) => round.ours / round.theirs)
  return {
    ours: median(results.map((round) => round.ours)),
    theirs: median(results.map((round) => round.theirs)),
    ratio: { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) },
  }
}

/** Requests answered a second. Anything but 200 ends the whole: it would count as fast. */
async function load({ address, paths, headers = {} }: Target, duration: number): Promise<number> {
  const result = await autocannon({
    url: address,
    connections,
    duration,
    requests: paths.map((path) => ({ path, headers })),
  })
  const wrong = result.non2xx + result.errors + result.timeouts
  if (wrong > 0) throw new Error(`${wrong} of the requests for ${address}${paths[0]} failed`)
  return result.requests.total / result.duration
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}
