/**
 * How likely a call with one of `first` takes longer than one with one of `second`, from 0 to 1:
 * the area under the ROC curve. A half says that their time does not tell one from the other.
 * Asked in pairs of random order, one after the other.
 */
export async function likeliness(
  first: string[],
  second: string[],
  ask: (value: string) => Promise<unknown>,
): Promise<number> {
  const times: { first: number[]; second: number[] } = { first: [], second: [] }
  const timed = async (value: string) => {
    const started = performance.now()
    await ask(value)
    return performance.now() - started
  }
  for (const [index, one] of first.entries()) {
    const other = second[index] ?? ''
    if (Math.random() < 0.5) {
      times.first.push(await timed(one))
      times.second.push(await timed(other))
    } else {
      times.second.push(await timed(other))
      times.first.push(await timed(one))
    }
  }
  const slower = times.first.flatMap((one) =>
    times.second.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)),
  )
  return slower.reduce<number>((sum, each) => sum + each, 0) / slower.length
}
