import { afterEach, beforeEach, expect, test } from 'vitest'
import { db, pool } from '#db'
import { TryLater } from '#queue/failures'
import type { JobContext, Jobs } from '#queue/payloads'
import { enqueue, jobsSetAside, prepareQueue, startQueue, stopQueue } from '#queue/queue'
import { soon } from '../support/mailbox.ts'

const now = () => new Date('2026-03-04T10:00:00Z')

beforeEach(prepareQueue)
afterEach(async () => {
  await stopQueue({ withinSeconds: 1 })
  await pool.query('DELETE FROM pgboss.job')
})

const write = (assertionId: string) =>
  db.$transaction((tx) => enqueue(tx, 'mail-award', { assertionId }))

/** Works on awards with the function, and notes what was begun. */
async function work(does: (id: string, job: JobContext) => Promise<void> | void = () => undefined) {
  const begun: string[] = []
  const jobs: Partial<Jobs> = {
    'mail-award': async ({ assertionId }, job) => {
      begun.push(assertionId)
      await does(assertionId, job)
    },
  }
  await startQueue(jobs, now)
  return begun
}

const waitingJobs = async () =>
  (await pool.query<{ state: string }>(`SELECT state FROM pgboss.job WHERE state < 'completed'`))
    .rows

const reached = (list: unknown[], length: number) => () =>
  list.length >= length ? list : undefined

test('a job is written down with the transaction, or not at all', async () => {
  const change = db.$transaction(async (tx) => {
    await enqueue(tx, 'mail-award', { assertionId: 'rolled back' })
    throw new Error('changed my mind')
  })
  await expect(change).rejects.toThrow('changed my mind')
  await write('kept')
  const begun = await work()
  await soon(reached(begun, 1), 'job')
  expect(begun).toEqual(['kept'])
})

test('a job can be written down where nobody works, and is done when somebody does', async () => {
  const id = await write('later')
  expect(await waitingJobs()).toEqual([{ state: 'created' }])
  const contexts: JobContext[] = []
  await work((_id, job) => void contexts.push(job))
  await soon(reached(contexts, 1), 'job')
  expect(contexts[0]).toMatchObject({ id, now: now(), writtenAt: expect.any(Date) as Date })
})

test('to prepare the queue again, or in a second process, changes nothing', async () => {
  await prepareQueue()
  await stopQueue()
  await prepareQueue()
  await write('still there')
  await stopQueue()
  await prepareQueue()
  expect(await waitingJobs()).toHaveLength(1)
})

test('a job that must wait is tried again, a little later each time, and stays the same job', async () => {
  const contexts: JobContext[] = []
  await work((_id, job) => {
    if (contexts.push(job) < 3) throw new TryLater('not yet')
  })
  await write('patient')
  await soon(reached(contexts, 3), 'third try')
  expect(new Set(contexts.map(({ id }) => id)).size).toBe(1)
  await soon(async () => ((await waitingJobs()).length === 0 ? true : undefined), 'end')
})

test('a poison job and one that never ends do not stop the others', async () => {
  const begun = await work((id) => {
    if (id === 'poison') throw new TypeError('x is not a function')
    return id === 'endless' ? new Promise(() => undefined) : undefined
  })
  await write('poison')
  await write('endless')
  for (let index = 0; index < 20; index++) await write(`good ${index}`)
  const good = () => begun.filter((id) => id.startsWith('good'))
  await soon(() => (good().length === 20 ? true : undefined), 'twenty others')
})

test('a job that fails for a reason nobody foresaw is set aside with it, where it can be seen', async () => {
  await write('poison')
  // As if it had failed often enough already, instead of half a minute of waiting.
  await pool.query(`UPDATE pgboss.job SET retry_count = 5 WHERE name = 'jobs'`)
  await work(() => {
    throw new TypeError('x is not a function')
  })
  const about = { job: 'mail-award', payload: { assertionId: 'poison' } } as const
  const found = await soon(async () => {
    const aside = await jobsSetAside(about)
    return aside.length > 0 ? aside : undefined
  }, 'job set aside')
  expect(found).toMatchObject([{ ...about, reason: 'x is not a function' }])
  expect(await jobsSetAside({ ...about, payload: { assertionId: 'other' } })).toEqual([])
})

test('one person’s code does not wait behind an exam board’s awards', async () => {
  for (let index = 0; index < 30; index++) await write(`award ${index}`)
  await db.$transaction((tx) => enqueue(tx, 'mail-confirmation', { signUpId: 'ana', mailing: 1 }))
  const begun: string[] = []
  await startQueue(
    {
      'mail-award': () => Promise.resolve(void begun.push('award')),
      'mail-confirmation': () => Promise.resolve(void begun.push('code')),
    },
    now,
  )
  await soon(reached(begun, 31), 'everything')
  expect(begun.indexOf('code')).toBeLessThan(10)
})

test('to stop lets what is in hand finish and leaves the rest', async () => {
  let finished = 0
  const begun = await work(async () => {
    await new Promise((resolve) => setTimeout(resolve, 600))
    finished++
  })
  for (let index = 0; index < 12; index++) await write(`award ${index}`)
  await soon(reached(begun, 1), 'job')
  await stopQueue({ withinSeconds: 5 })
  expect(finished).toBe(begun.length)
  expect(await waitingJobs()).toHaveLength(12 - begun.length)
})
