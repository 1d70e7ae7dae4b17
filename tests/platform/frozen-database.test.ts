import { afterAll, beforeAll, expect, test } from 'vitest'
import { db, pool } from '#db'
import { site } from '../support/app.ts'
import { DurableServer } from '../support/durable-server.ts'
import { fillWallets, makeAchievements, makeOthers } from '../support/many-badges.ts'
import { mailbox, soon } from '../support/mailbox.ts'

const seconds = (count: number) => count * 1_000
const server = new DurableServer(() => mailbox.url)

beforeAll(async () => {
  await server.start()
  await makeAchievements()
  await fillWallets(await makeOthers(1, 4))
})

afterAll(async () => {
  thaw()
  await server.remove()
})

let stopped: number[] = []

/** Nothing answers, nothing is refused: as on a machine that swaps, or behind a dead network. */
async function freeze() {
  const { rows } = await pool.query<{ pid: number }>(
    `select pid from pg_stat_activity where backend_type = 'client backend'`,
  )
  stopped = [server.postgres()?.pid ?? 0, ...rows.map(({ pid }) => pid)]
  for (const pid of stopped) process.kill(pid, 'SIGSTOP')
}

function thaw() {
  for (const pid of stopped.splice(0)) process.kill(pid, 'SIGCONT')
}

test('while the database stands still public pages say so in time, and are back when it is', async () => {
  const { publicKey } = await db.assertion.findFirstOrThrow({ where: { visibility: 'PUBLIC' } })
  const status = async () => (await fetch(`${site}/b/${publicKey}`)).status
  expect(await status()).toBe(200)
  await freeze()
  const asked = Date.now()
  const [first, , later] = await Promise.all([
    status(),
    fetch(`${site}/healthz`).then(({ ok }) => expect(ok).toBe(true)),
    new Promise((go) => setTimeout(go, 50)).then(status),
  ])
  expect([first, later]).toEqual([503, 503])
  expect(Date.now() - asked).toBeLessThan(seconds(9))
  thaw()
  await soon(async () => (await status()) === 200 || undefined, 'public page', seconds(5))
})
