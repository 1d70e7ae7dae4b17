import type { check, Verdict } from '#openbadges/check'
import { answerChecks } from '#checking/thread-port'

// A thread in which the check does what its input says, in place of the library.

const verdict = (code: string, now: Date): Verdict => ({
  version: '3.0',
  format: 'json',
  findings: [{ question: 'format', outcome: 'passed', code, clause: '', detail: '' }],
  badge: null,
  checkedAt: now.toISOString(),
})

type Does = (more: string, given: Parameters<typeof check>) => Promise<string>

const never = () => new Promise<never>(() => undefined)

const does: Record<string, Does> = {
  spin: () => {
    for (;;);
  },
  grow: () => {
    const all: unknown[] = []
    for (;;) all.push(Array.from({ length: 1000 }, (_, at) => ({ at })))
  },
  wait: never,
  throw: () => Promise.reject(new Error('a bug in the library')),
  exit: () => process.exit(3),
  sleep: async (more) => {
    await new Promise((resolve) => setTimeout(resolve, Number(more)))
    return 'slept'
  },
  fetch: async (more, [, { fetchDocument }]) => {
    const found = await Promise.all(more.split(',').map((url) => fetchDocument(url, 'a/b')))
    return found.map((one) => (one.answered ? one.status : 'none')).join()
  },
  environment: () => Promise.resolve(Object.keys(process.env).join()),
}

const repeat: Does = (_more, [input, { recipients }]) =>
  Promise.resolve(`${typeof input} ${String(input)} ${recipients?.join() ?? 'nobody'}`)

answerChecks(async (...given) => {
  const [input, { now }] = given
  const [word = '', more = ''] = String(input).split(' ')
  return verdict(await (does[word] ?? repeat)(more, given), now)
})
