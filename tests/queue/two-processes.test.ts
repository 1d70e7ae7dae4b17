import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { db, pool } from '#db'
import { enqueue, prepareQueue, startQueue, stopQueue } from '#queue/queue'
import { soon } from '../support/mailbox.ts'

const seconds = (count: number) => count * 1000
const workers: ChildProcess[] = []

beforeEach(prepareQueue)
afterEach(async () => {
  for (const worker of workers.splice(0)) worker.kill('SIGKILL')
  await stopQueue({ withinSeconds: 1 })
  await pool.query('DELETE FROM pgboss.job')
})

/** A second process at the same queue. */
async function startWorker(mode: 'finish' | 'hang') {
  const file = fileURLToPath(new URL('worker.ts', import.meta.url))
  const url = pool.options.connectionString ?? ''
  const worker = spawn(process.execPath, [file, url, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  workers.push(worker)
  const said: string[] = []
  createInterface({ input: worker.stdout }).on('line', (line) => said.push(line))
  await soon(() => (said.includes('ready') ? true : undefined), 'second process')
  return { said, kill: () => worker.kill('SIGKILL') }
}

const write = (assertionId: string) =>
  db.$transaction((tx) => enqueue(tx, 'mail-award', { assertionId }))

async function workHere() {
  const done: string[] = []
  await startQueue(
    { 'mail-award': ({ assertionId }) => Promise.resolve(void done.push(assertionId)) },
    () => new Date(),
  )
  return done
}

test('each job is taken by one process only', async () => {
  const there = await startWorker('finish')
  const here = await workHere()
  const ids = Array.from({ length: 60 }, (_, index) => `award ${index}`)
  await Promise.all(ids.map(write))
  const all = () => [...here, ...there.said.filter((line) => line !== 'ready')]
  await soon(() => (all().length >= 60 ? true : undefined), 'sixty jobs')
  expect(all().sort()).toEqual(ids.sort())
})

test(
  'after kill -9 a job that was in hand is taken up again within half a minute',
  { timeout: seconds(45) },
  async () => {
    const there = await startWorker('hang')
    await write('in hand')
    await soon(() => (there.said.includes('in hand') ? true : undefined), 'job in hand')
    there.kill()
    const killedAt = Date.now()
    const done = await workHere()
    await soon(() => (done.length > 0 ? true : undefined), 'job taken up again', seconds(30))
    expect(done).toEqual(['in hand'])
    expect(Date.now() - killedAt).toBeLessThan(seconds(30))
  },
)
