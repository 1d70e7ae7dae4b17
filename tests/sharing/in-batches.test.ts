import { expect, test } from 'vitest'
import { inBatches } from '#sharing/in-batches'

/** A look-up that ends when it is told to; `sent` has the keys of each. */
function slowLookUp() {
  const sent: string[][] = []
  const endings: ((error?: Error) => void)[] = []
  const ask = inBatches<string>(
    (keys) =>
      new Promise((resolve, reject) => {
        sent.push(keys)
        const found = keys
          .filter((key) => key !== 'unknown')
          .map((key) => [key, `${key}!`] as const)
        endings.push((error) => (error ? reject(error) : resolve(new Map(found))))
      }),
  )
  const end = async (error?: Error) => {
    endings.shift()?.(error)
    await nextTurn()
  }
  return { ask, sent, end }
}

const nextTurn = () => new Promise((go) => setTimeout(go, 5))

test('those asked together share one look-up, and each gets its own answer', async () => {
  const { ask, sent, end } = slowLookUp()
  const answers = ['one', 'two', 'one', 'unknown'].map(ask)
  await nextTurn()
  expect(sent).toEqual([['one', 'two', 'unknown']])
  await end()
  expect(await Promise.all(answers)).toEqual(['one!', 'two!', 'one!', null])
})

test('what is asked while a look-up is under way waits for the next, also for the same key', async () => {
  const { ask, sent, end } = slowLookUp()
  const first = ask('one')
  await nextTurn()
  const [again, other] = [ask('one'), ask('two')]
  await nextTurn()
  expect(sent).toEqual([['one']])
  await end()
  expect(await first).toBe('one!')
  expect(sent).toEqual([['one'], ['one', 'two']])
  await end()
  expect(await Promise.all([again, other])).toEqual(['one!', 'two!'])
})

test('a look-up that fails fails for those who share it, and the next goes on', async () => {
  const { ask, end } = slowLookUp()
  const first = ask('one').catch((error: Error) => error.message)
  await nextTurn()
  const second = ask('two')
  await end(new Error('the database is away'))
  expect(await first).toBe('the database is away')
  await end()
  expect(await second).toBe('two!')
})
