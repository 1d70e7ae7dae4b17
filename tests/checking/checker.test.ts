import { afterEach, expect, test } from 'vitest'
import { Checker, type CheckerSettings } from '#checking/checker'
import { Overloaded } from '#errors'
import type { Circumstances } from '#openbadges/check'

const file = new URL('./naughty-thread.ts', import.meta.url)
const now = new Date('2026-11-23T12:00:00Z')
const circumstances: Circumstances = {
  now,
  fetchDocument: (url, accept) => {
    const body = new Uint8Array([1, 2])
    if (url === 'nowhere') return Promise.resolve({ answered: false })
    return Promise.resolve({ answered: true, status: 200, url, mediaType: accept, body })
  },
}

const started: Checker[] = []
function start(settings: Partial<CheckerSettings> = {}) {
  const checker = new Checker({ file, threads: 1, ...settings })
  started.push(checker)
  return (input: string | Uint8Array, more: Partial<Circumstances> = {}) =>
    checker
      .check(input, { ...circumstances, ...more })
      .then(({ findings }) => findings.map(({ code }) => code).join())
}
afterEach(async () => {
  await Promise.all(started.splice(0).map((checker) => checker.stop()))
})

test('a check in a thread gets what it is given, and answers', async () => {
  const check = start()
  expect(await check('some text')).toBe('string some text nobody')
  expect(await check(new Uint8Array([7]), { recipients: ['ana@example.org'] })).toBe(
    'object 7 ana@example.org',
  )
  const { checkedAt } = await (started[0] as Checker).check('x', circumstances)
  expect(checkedAt).toBe('2026-11-23T12:00:00.000Z')
})

test('what a check wants from outside is fetched for it, several at once', async () => {
  expect(await start()('fetch https://a.test/,nowhere,https://b.test/')).toBe('200,none,200')
})

test('a thread knows no setting of the server', async () => {
  expect(await start()('environment')).toBe('')
})

test('a check that computes without end is ended, and the next one is done', async () => {
  const check = start({ stuck: 1_000 })
  const began = performance.now()
  expect(await check('spin')).toBe('check-gave-up')
  expect(performance.now() - began).toBeLessThan(15_000)
  expect(await check('next')).toBe('string next nobody')
})

test('who shares a thread with it gets an answer all the same', async () => {
  const check = start({ stuck: 1_000 })
  await check('a warm thread')
  const answers = await Promise.all(
    ['spin', 'sleep 3000', 'fetch nowhere', 'spin'].map((input) => check(input)),
  )
  expect(answers).toEqual(['check-gave-up', 'slept', 'none', 'check-gave-up'])
})

test('a check that takes too much memory is ended, and the next one is done', async () => {
  const check = start({ stuck: 60_000, whole: 60_000 })
  const before = process.memoryUsage().rss
  let highest = 0
  const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20)
  expect(await check('grow')).toBe('check-gave-up')
  clearInterval(watch)
  expect((highest - before) / 1024 ** 2).toBeLessThan(500)
  expect(await check('next')).toBe('string next nobody')
})

test.each(['wait', 'exit', 'throw'])('a check that does "%s" gives up in time', async (input) => {
  const check = start({ whole: 3_000 })
  expect(await check(input)).toBe('check-gave-up')
  expect(await check('next')).toBe('string next nobody')
})

test('the time that a check was given is over with it', async () => {
  const check = start({ whole: 1_000 })
  await check('a warm thread')
  for (let count = 0; count < 4; count += 1) expect(await check('sleep 400')).toBe('slept')
})

test('what could not be found out is unchecked, never passed', async () => {
  const check = new Checker({ file })
  started.push(check)
  expect(await check.check('throw', circumstances)).toEqual({
    version: null,
    format: 'unknown',
    badge: null,
    checkedAt: now.toISOString(),
    findings: [expect.objectContaining({ question: 'format', outcome: 'unchecked' })],
  })
})

test('as many are done at once as there are places; as many wait as may; one more is refused', async () => {
  const check = start({ threads: 1, atATime: 2, waiting: 1 })
  const began = performance.now()
  const all = ['sleep 500', 'sleep 500', 'sleep 500', 'sleep 500'].map((input) => check(input))
  await expect(all[3]).rejects.toThrow(Overloaded)
  expect(await Promise.all(all.slice(0, 3))).toEqual(['slept', 'slept', 'slept'])
  expect(performance.now() - began).toBeGreaterThan(900)
  expect(await check('next')).toBe('string next nobody')
})

test('while a check computes without end, this thread answers', async () => {
  const check = start({ stuck: 2_000 })
  await check('a warm thread')
  let pause = 0
  let last = performance.now()
  const watch = setInterval(() => {
    pause = Math.max(pause, performance.now() - last)
    last = performance.now()
  }, 10)
  await check('spin')
  clearInterval(watch)
  expect(pause).toBeLessThan(500)
})

test('when it is stopped, checks in hand give up, and no thread is left', async () => {
  const check = start()
  const [one, other] = [check('wait'), check('spin')]
  await new Promise((resolve) => setTimeout(resolve, 200))
  await started[0]?.stop()
  const stopped = performance.now()
  expect([await one, await other]).toEqual(['check-gave-up', 'check-gave-up'])
  expect(performance.now() - stopped).toBeLessThan(1_000)
})

test('the library itself runs in a thread', async () => {
  const checker = new Checker()
  started.push(checker)
  const { findings } = await checker.check('not a badge', circumstances)
  expect(findings.map(({ code }) => code)).not.toContain('check-gave-up')
})
