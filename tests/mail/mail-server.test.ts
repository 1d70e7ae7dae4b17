import { afterAll, beforeAll, expect, test } from 'vitest'
import { db, pool } from '#db'
import { startJobs } from '#jobs'
import { deliver, closeTransport } from '#mail/transport'
import { OutOfReach, TryLater } from '#queue/failures'
import { enqueue, hurryJobsOutOfReach, jobsSetAside, prepareQueue, stopQueue } from '#queue/queue'
import { mailbox, soon } from '../support/mailbox.ts'
import { awardTo } from './cast.ts'

beforeAll(async () => {
  await prepareQueue()
  await startJobs()
})

afterAll(async () => {
  await stopQueue({ withinSeconds: 1 })
  closeTransport()
})

async function award(address: string) {
  const { id } = await awardTo(address, {}, new Date())
  await db.$transaction((tx) => enqueue(tx, 'mail-award', { assertionId: id }))
  return id
}

const mailedAt = async (id: string) =>
  (await db.assertion.findUnique({ where: { id } }))?.mailedAt ?? undefined

test('a recipient whom the mail server does not know is tried once, and set aside with the reason', async () => {
  mailbox.when('nobody@example.org', 'refuse')
  const id = await award('nobody@example.org')
  const about = { job: 'mail-award', payload: { assertionId: id } } as const
  const [aside] = await soon(async () => {
    const found = await jobsSetAside(about)
    return found.length > 0 ? found : undefined
  }, 'job set aside')
  expect(aside).toMatchObject({ ...about, reason: expect.stringContaining('550') as string })
  expect(aside?.reason).not.toContain('nobody@')
  expect(mailbox.attemptsFor('nobody@example.org')).toBe(1)
  expect(await mailedAt(id)).toBeUndefined()
})

test('a recipient for whom the mail server wants time is tried again', async () => {
  mailbox.when('greylisted@example.org', 'defer')
  const id = await award('greylisted@example.org')
  await soon(
    () => (mailbox.attemptsFor('greylisted@example.org') === 2 ? true : undefined),
    'second try',
  )
  mailbox.when('greylisted@example.org', 'accept')
  await mailbox.mailTo('greylisted@example.org')
  expect(await soon(() => mailedAt(id), 'note that it was mailed')).toBeInstanceOf(Date)
  expect(mailbox.attemptsFor('greylisted@example.org')).toBe(3)
})

test('when the connection ends before the answer, a second copy has the same id, link and text', async () => {
  mailbox.when('dropped@example.org', 'drop')
  await award('dropped@example.org')
  const first = await mailbox.mailTo('dropped@example.org')
  mailbox.when('dropped@example.org', 'accept')
  const second = await mailbox.mailTo('dropped@example.org', 2)
  expect(second.messageId).toBe(first.messageId)
  expect(second.text).toBe(first.text)
  expect(second.html).toBe(first.html)
})

test('a mail server that falls silent over one mail does not stop nine others', async () => {
  mailbox.when('silent@example.org', 'hang')
  const others = Array.from({ length: 9 }, (_, index) => `other-${index}@example.org`)
  await award('silent@example.org')
  await soon(() => (mailbox.attemptsFor('silent@example.org') > 0 ? true : undefined), 'first try')
  await Promise.all(others.map(award))
  const started = Date.now()
  await Promise.all(others.map((address) => mailbox.mailTo(address)))
  expect(Date.now() - started).toBeLessThan(10_000)
})

test('a mail server that cannot be reached is told apart from one that says no', async () => {
  closeTransport()
  const message = { to: 'ana@example.org', from: 'badges@passport.test', text: 'x' }
  await expect(deliver(message, 'smtp://127.0.0.1:1')).rejects.toBeInstanceOf(OutOfReach)
  closeTransport()
  mailbox.when('ana@example.org', 'defer')
  const refused = deliver(message, mailbox.url)
  await expect(refused).rejects.toBeInstanceOf(TryLater)
  await expect(refused).rejects.not.toBeInstanceOf(OutOfReach)
})

test('what waited only for the mail server goes out soon after it is back', async () => {
  const { rows } = await pool.query<{ id: string; outOfReach: boolean }>(
    `INSERT INTO pgboss.job (name, data, state, retry_count, start_after, policy, output)
     SELECT 'jobs', '{}', 'retry', 9, now() + interval '1 hour', 'standard',
       jsonb_build_object('outOfReach', reach)
     FROM unnest(array[true, false]) AS reach
     RETURNING id, (output->'outOfReach')::boolean AS "outOfReach"`,
  )
  await hurryJobsOutOfReach()
  const wait = `SELECT extract(epoch FROM start_after - now())::int AS seconds FROM pgboss.job WHERE id = $1`
  for (const { id, outOfReach } of rows) {
    const { rows: found } = await pool.query<{ seconds: number }>(wait, [id])
    if (outOfReach) expect(found[0]?.seconds).toBeLessThanOrEqual(20)
    else expect(found[0]?.seconds).toBeGreaterThan(3000)
    await pool.query('DELETE FROM pgboss.job WHERE id = $1', [id])
  }
})
