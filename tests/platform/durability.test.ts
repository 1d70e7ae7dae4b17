import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { db, pool } from '#db'
import { site } from '../support/app.ts'
import { DurableServer } from '../support/durable-server.ts'
import { issuerProgram, recipientOf, type IssuerProgram } from '../support/issuer-program.ts'
import { mailbox, soon } from '../support/mailbox.ts'
import { MailRelay } from '../support/mail-relay.ts'
import { badgeOf, issuer, learner, logIn } from '../support/people.ts'

// A server as in production, ended in every way while it works. What it answered must be there
// afterwards, once; each test begins with the server that the one before it left running.

const seconds = (count: number) => count * 1_000

const relay = new MailRelay(mailbox.url)
const server = new DurableServer(() => relay.url)
let program: IssuerProgram

/** Every award that was answered in this file: its key and its id. */
const answered = new Map<string, string>()
let kills = 0

beforeAll(async () => {
  await relay.open()
  await server.start()
  const board = await issuer()
  program = issuerProgram(board, await badgeOf(board))
})

afterAll(async () => {
  await server.remove()
  await relay.cut()
})

async function kill() {
  kills += 1
  await server.end('SIGKILL')
}

async function award(key: string) {
  const id = await program.award(key)
  if (id !== null) answered.set(key, id)
  return id
}

/** Eight clients award as fast as they can until nobody answers; gives the keys without an answer. */
async function awardUntilKilled(round: number): Promise<string[]> {
  const unanswered: string[] = []
  const client = async (name: number) => {
    for (let count = 0; ; count += 1) {
      const key = `round-${round}.${name}.${count}`
      if ((await award(key)) === null) return void unanswered.push(key)
    }
  }
  const clients = Array.from({ length: 8 }, (_, name) => client(name))
  if (round === 1) await untilMailsAreUncertain()
  await sleep(200 + Math.random() * 300)
  await kill()
  await Promise.all(clients)
  return unanswered
}

const silent = recipientOf('round-1.0.0')
const dropped = recipientOf('round-1.1.0')

/** One mail waits for an answer; one was sent, and the sender does not know it. */
async function untilMailsAreUncertain() {
  mailbox.when(silent, 'hang')
  mailbox.when(dropped, 'drop')
  const tried = (address: string) => mailbox.attemptsFor(address) > 0
  await soon(() => (tried(silent) && tried(dropped)) || undefined, 'two uncertain mails')
}

test('kill -9 during awards: each answered award is there once, and a retry makes no second one', async () => {
  for (let round = 1; round <= 3; round += 1) {
    const unanswered = await awardUntilKilled(round)
    for (const address of [silent, dropped]) mailbox.when(address, 'accept')
    await server.start()
    for (const key of unanswered) expect(await award(key)).not.toBeNull()
  }
  const stored = await db.assertion.findMany({ select: { id: true, recipientAddress: true } })
  const expected = [...answered].map(([key, id]) => ({ id, recipientAddress: recipientOf(key) }))
  const order = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1)
  expect(stored.sort(order)).toEqual(expected.sort(order))
  for (const [key, id] of [...answered].slice(0, 20)) expect(await program.award(key)).toBe(id)
})

test('a server is started twice on the PostgreSQL that killed ones left running', async () => {
  const left = server.postgres()?.pid
  for (let time = 1; time <= 2; time += 1) {
    await kill()
    expect(server.postgres()?.pid).toBe(left)
    await server.start()
    expect(server.postgres()?.pid).toBe(left)
    expect((await fetch(`${site}/readyz`)).status).toBe(200)
  }
})

test('kill -9 during acceptances: what was answered lies in the wallet, the rest still waits', async () => {
  const maria = await learner('Maria')
  const toMaria: string[] = []
  for (let count = 0; count < 16; count += 1) {
    toMaria.push((await program.award(`maria.${count}`, maria.addresses[0])) ?? '')
  }
  const browser = await logIn(maria)
  await browser.get('/home')
  const accepted: string[] = []
  const posts = toMaria.map(async (id) => {
    const page = await browser.post(`/home/${id}/accept`).catch(() => null)
    if (page?.location === `/badges/${id}/accepted`) accepted.push(id)
  })
  await soon(() => (accepted.length >= 3 ? true : undefined), 'three acceptances')
  await kill()
  await Promise.all(posts)
  await server.start()

  const stored = await db.assertion.findMany({ where: { id: { in: toMaria } } })
  const facts = stored.map(({ decision, ownerId, decidedAt }) => [decision, ownerId, !!decidedAt])
  const whole = ['ACCEPTED', maria.id, true]
  const untouched = [null, null, false]
  for (const one of facts) expect([whole, untouched]).toContainEqual(one)
  const inWallet = stored.filter(({ ownerId }) => ownerId === maria.id).map(({ id }) => id)
  expect(inWallet).toEqual(expect.arrayContaining(accepted))
  expect((await browser.get('/badges')).text).toContain(`Badges (${inWallet.length})`)
  for (const id of toMaria) await browser.post(`/home/${id}/accept`)
  expect((await browser.get('/badges')).text).toContain(`Badges (${toMaria.length})`)
})

test('without a mail server awards are answered as fast, and their mails go out when it is back', async () => {
  const timed = async (name: string) => {
    const times: number[] = []
    for (let count = 0; count < 40; count += 1) {
      const started = performance.now()
      await award(`${name}.${count}`)
      times.push(performance.now() - started)
    }
    return times.sort((one, other) => one - other)[times.length / 2] ?? 0
  }
  await timed('first')
  const withServer = await timed('with')
  await relay.cut()
  const without = await timed('without')
  expect(without).toBeLessThan(withServer * 2 + 20)
  await soon(triedInVain, 'vain try to send')
  expect(mailbox.mailsTo(recipientOf('without.0'))).toEqual([])
  await relay.open()
  const last = recipientOf('without.39')
  await soon(() => mailbox.mailsTo(last)[0], 'mail after the mail server came back', seconds(25))
})

async function triedInVain() {
  const tried = await pool.query(`select from pgboss.job where output->>'outOfReach' = 'true'`)
  return tried.rowCount || undefined
}

test('SIGTERM: twenty requests under way are answered, new ones are refused, and it ends with 0', async () => {
  const slow = Array.from({ length: 20 }, (_, count) => program.awardSlowly(`slow.${count}`))
  await sleep(300)
  const started = Date.now()
  const ended = server.end('SIGTERM')
  await soon(() => refused(), 'refusal of new connections', seconds(2))
  for (const { finish } of slow) finish()
  const statuses = await Promise.all(slow.map(({ status }) => status))
  expect(statuses).toEqual(slow.map(() => 201))
  expect(await ended).toBe(0)
  expect(Date.now() - started).toBeLessThan(seconds(12))
  expect(server.postgres()).toBeNull()

  await server.start()
  for (let count = 0; count < 20; count += 1) await award(`slow.${count}`)
  expect(await db.assertion.count({ where: { recipientAddress: { startsWith: 'slow.' } } })).toBe(
    20,
  )
})

function refused() {
  return new Promise<true | undefined>((resolve) => {
    const socket = connect(Number(new URL(site).port), '127.0.0.1')
    socket.on('connect', () => resolve(void socket.destroy()))
    socket.on('error', () => resolve(true))
  })
}

test('every answered award was mailed; a second copy has the same id and comes only from a kill', async () => {
  const unmailed = () =>
    [...answered.keys()].filter((key) => mailbox.mailsTo(recipientOf(key)).length === 0)
  await soon(() => (unmailed().length === 0 ? true : undefined), 'mail for each award', seconds(25))
  const copiesTo = (address: string) => {
    const mails = mailbox.mailsTo(address)
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1)
    return mails.length - 1
  }
  expect(copiesTo(dropped)).toBeGreaterThan(0)
  const others = [...answered.keys()].map(recipientOf).filter((address) => address !== dropped)
  const copies = others.map(copiesTo).reduce((sum, count) => sum + count, 0)
  const mailsAtOnce = 10
  expect(copies).toBeLessThanOrEqual(kills * mailsAtOnce)
})
