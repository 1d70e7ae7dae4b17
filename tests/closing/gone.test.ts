import { setTimeout } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { closeAccounts } from '#closing/close-accounts'
import { days, minutes } from '#durations'
import { db, pool } from '#db'
import { newId } from '#ids'
import type { Learner } from '#accounts/credentials'
import { tidyUp } from '#tidy-up'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { call } from '../support/issuer-api.ts'
import { heldBadge, learner, logIn, password } from '../support/people.ts'
import { confirmationFor, signUp } from '../support/sign-up.ts'
import { awardEverything, fillEverything, type Awards } from './traces.ts'

startApp()

const name = 'Zerlina Quintessa'
const second = 'quintessa.second@example.org'

/** Every row of every table in every schema, as text. */
async function everyRow(): Promise<{ table: string; row: string }[]> {
  const { rows: tables } = await pool.query<{ table: string }>(
    `select format('%I.%I', table_schema, table_name) as table from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const all = tables.map(async ({ table }) => {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${table} as t`)
    return rows.map(({ row }) => ({ table, row }))
  })
  return (await Promise.all(all)).flat()
}

const rowsWith = async (words: string[]) => {
  const all = words.flatMap((word) => [word, Buffer.from(word).toString('hex')])
  return (await everyRow()).filter(({ row }) =>
    all.some((word) => row.toLowerCase().includes(word.toLowerCase())),
  )
}

/** A mail that leaves now is written down at its award, and the row is another one then. */
async function mailsUnderWay(): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    `select count(*) from pgboss.job
     where data->>'job' = 'mail-award' and state in ('created', 'active')`,
  )
  return Number(rows[0]?.count)
}

let maria: Learner
let addresses: string[]
let awards: Awards
let before: { table: string; row: string }[]
let url: string

beforeAll(async () => {
  maria = await learner(name)
  addresses = [maria.addresses[0] ?? '', second]
  const addressRow = {
    address: second,
    typed: 'Quintessa.Second@Example.org',
    confirmedAt: clock.now(),
  }
  await db.emailAddress.create({ data: { accountId: maria.id, ...addressRow } })
  const browser = await logIn(maria)
  await browser.get('/settings/close')
  await browser.post('/settings/close', { understood: 'on' })
  // What she leaves is as young as can be, so that only the closing takes it away.
  clock.ahead = days(14) + minutes(1)
  await logIn(maria)
  await fillEverything(maria, addresses)
  awards = await awardEverything(maria, addresses)
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id: awards.ids.shown } })
  url = `/b/${publicKey}`

  const tom = await learner('Tom')
  await logIn(tom)
  await fillEverything(tom, [tom.addresses[0] ?? '', 'tom.second@example.org'])
  await awardEverything(tom, tom.addresses)
  await db.newAddress.create({
    data: { id: newId(), accountId: tom.id, address: second, typed: second },
  })
  while ((await mailsUnderWay()) > 0) await setTimeout(50)
  before = await everyRow()
  await Promise.all([closeAccounts(clock.now()), tidyUp(clock.now()), closeAccounts(clock.now())])
})

test('no table has her addresses, her name or her id any more', async () => {
  const words = [...addresses, name, maria.id]
  expect(before.filter(({ row }) => row.includes(maria.id)).length).toBeGreaterThan(10)
  expect(await rowsWith(words)).toEqual([])
})

test('nobody else’s rows were touched', async () => {
  const after = new Set((await everyRow()).map(({ table, row }) => `${table} ${row}`))
  const hers = [...addresses, 'quintessa', maria.id, ...Object.values(awards.ids)]
  const marks = hers.flatMap((word) => [word, Buffer.from(word).toString('hex')])
  const others = before.filter(
    ({ table, row }) =>
      !/pgboss|RateLimit/.test(table) && !marks.some((mark) => row.toLowerCase().includes(mark)),
  )
  expect(others.filter(({ table, row }) => !after.has(`${table} ${row}`))).toEqual([])
  expect(others.length).toBeGreaterThan(40)
  expect(new Set(others.map(({ table }) => table)).size).toBeGreaterThan(20)
})

test('the issuer still has its awards, without a recipient, and knows what became of each', async () => {
  const expected = {
    held: 'accepted',
    shown: 'accepted',
    revoked: 'revoked',
    waiting: 'ended',
    declined: 'declined',
    notMine: 'not_mine',
    deleted: 'accepted',
  }
  for (const [which, state] of Object.entries(expected)) {
    const id = awards.ids[which as keyof Awards['ids']]
    const { status, body } = await call(awards.key, 'GET', `/awards/${id}`)
    expect([which, status, body['state'], body['email'], body['name']]).toEqual([
      which,
      200,
      state,
      null,
      null,
    ])
  }
  const again = await call(awards.key, 'POST', `/awards/${awards.ids.held}/revoke`, {})
  expect(again.body).toMatchObject({ state: 'revoked', email: null })
})

test('her pages are gone, and to log in is as with an address that nobody has', async () => {
  expect((await new Browser().get(url)).status).toBe(404)
  const [known, unknown] = await Promise.all(
    [second, 'nobody.at.all@example.org'].map(async (email) => {
      const { status, text } = await new Browser().post('/log-in', { email, password })
      return [status, text.replaceAll(email, 'ADDRESS').replace(/name="_csrf" value="[^"]+"/g, '')]
    }),
  )
  expect(known).toEqual(unknown)
})

test('the address can sign up anew, and the old badges are not there', async () => {
  const { browser } = await signUp(second)
  const { link } = await confirmationFor(second)
  expect(link).not.toBe('')
  await browser.get(link)
  const home = await browser.submit(link)
  expect(home.status).toBe(200)
  const { text } = await browser.get('/home')
  expect(wordsOf(text)).not.toContain('First Aid')
  expect(wordsOf((await browser.get('/badges')).text)).not.toContain('First Aid')
  expect((await browser.get(`/badges/${awards.ids.held}`)).status).toBe(404)
})

test('one account that cannot be ended does not hold up the others', async () => {
  const [stuck, next] = [await learner('Stuck'), await learner('Next')]
  await heldBadge(next)
  const closesAt = clock.now()
  await db.account.updateMany({ where: { id: { in: [stuck.id, next.id] } }, data: { closesAt } })
  const client = await pool.connect()
  await client.query('begin')
  await client.query('select id from "Account" where id = $1 for update', [stuck.id])
  await closeAccounts(clock.now())
  const left = () => db.account.count({ where: { id: { in: [stuck.id, next.id] } } })
  expect(await left()).toBe(1)
  await client.query('rollback')
  client.release()
  await closeAccounts(clock.now())
  expect(await left()).toBe(0)
})
