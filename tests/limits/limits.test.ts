import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#db'
import { take } from '#limits/limits'
import { limitsTable } from '#limits/print'
import { limits, type LimitName } from '#limits/table'
import { newId } from '#ids'
import { site, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { awarded, badgeOf, issuer, learner, logIn, password } from '../support/people.ts'
import { newAddress } from '../support/sign-up.ts'
import { callWith, ways, wrong } from './ways.ts'

startApp()

beforeEach(() => db.rateLimit.deleteMany())

const rowOf = (name: LimitName) =>
  db.rateLimit.findMany({ where: { key: { startsWith: `${name}:` } } })

describe.each(Object.entries(limits))('%s', (name, { many, within }) => {
  test(`is counted, and closes after ${many} within its time`, async () => {
    const limit = name as LimitName
    const ask = await ways[limit]()
    await db.rateLimit.deleteMany()
    const first = await ask()
    expect(first.status).not.toBe(429)
    const [counted] = await rowOf(limit)
    expect(counted?.points).toBe(1)

    await db.rateLimit.updateMany({
      where: { key: { startsWith: `${limit}:` } },
      data: { points: many - 1 },
    })
    const last = await ask()
    expect(last.status).not.toBe(429)
    const late = await ask()
    expect(late.status).toBe(429)
    const wait = Number(late.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(within / 1000)
    expect(late.text).toContain('too many tries')

    const over = BigInt(Date.now() - 1)
    await db.rateLimit.updateMany({ data: { expire: over } })
    expect((await ask()).status).not.toBe(429)
  })
})

test('the documents print the table that is in force', async () => {
  const printed = await readFile(new URL('../../docs/limits.md', import.meta.url), 'utf8')
  expect(printed).toContain(limitsTable())
})

test('a right password is not counted, and begins to count anew', async () => {
  const maria = await learner('Maria')
  const email = maria.addresses[0] ?? ''
  for (let round = 0; round < 3; round += 1) {
    for (let tries = 0; tries < 3; tries += 1) {
      await new Browser().post('/log-in', { email, password: wrong })
    }
    expect((await new Browser().post('/log-in', { email, password })).location).toBe('/home')
  }
  expect((await rowOf('log-in.in-a-row')).length).toBe(0)
})

test('a stranger who hammers at an account never locks its owner out of a known device', async () => {
  const maria = await learner('Maria')
  const email = maria.addresses[0] ?? ''
  const known = await logIn(maria)
  await known.post('/log-out')
  const statuses = []
  for (let tries = 0; tries < 40; tries += 1) {
    statuses.push((await new Browser().post('/log-in', { email, password: wrong })).status)
  }
  expect(statuses.filter((status) => status === 422)).toHaveLength(10)
  const stranger = await new Browser().post('/log-in', { email, password })
  expect(stranger.status).toBe(429)
  expect(wordsOf(stranger.text)).toContain('Your account is safe')
  expect((await known.post('/log-in', { email, password })).location).toBe('/home')
})

test('nobody checks more than a hundred passwords in a row', async () => {
  const maria = await learner('Maria')
  const email = maria.addresses[0] ?? ''
  let checked = 0
  for (let tries = 0; tries < 130; tries += 1) {
    await db.rateLimit.deleteMany({ where: { NOT: { key: { startsWith: 'log-in.in-a-row' } } } })
    const { status } = await new Browser().post('/log-in', { email, password: wrong })
    checked += status === 422 ? 1 : 0
  }
  expect(checked).toBe(100)
})

test.each([
  ['X-Forwarded-For', (n: number) => ({ 'x-forwarded-for': `203.0.113.${n}` })],
  ['Forwarded', (n: number) => ({ forwarded: `for=203.0.113.${n}` })],
  ['X-Real-IP', (n: number) => ({ 'x-real-ip': `203.0.113.${n}` })],
  ['True-Client-IP', (n: number) => ({ 'true-client-ip': `203.0.113.${n}` })],
])('%s does not make another client', async (_name, headers) => {
  for (let n = 1; n <= 12; n += 1) {
    await new Browser().get('/reset-password/nothing', headers(n))
  }
  const rows = await rowOf('bad-link.client')
  expect(rows.map(({ points }) => points)).toEqual([12])
})

test('fifty at once are counted as fifty', async () => {
  const key = newId()
  const tries = await Promise.allSettled(
    Array.from({ length: 50 }, () => take('log-in.address', key)),
  )
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
})

test('the table tells nobody who was counted', async () => {
  const email = newAddress()
  await new Browser().post('/log-in', { email, password: wrong })
  await new Browser().post('/forgot-password', { email })
  const rows = JSON.stringify(await db.rateLimit.findMany(), (_key, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  )
  for (const known of [email, '127.0.0.1', '::1']) expect(rows).not.toContain(known)
})

test('an issuer with its right key is not stopped by somebody else’s wrong ones', async () => {
  const by = await issuer()
  const id = await awarded(by, await badgeOf(by), { email: newAddress() })
  await callWith(`bp_${'x'.repeat(43)}`)
  await db.rateLimit.updateMany({ data: { points: 100 } })
  expect((await callWith(`bp_${'x'.repeat(43)}`)).status).toBe(429)
  const headers = { authorization: `Bearer ${by.key}` }
  expect((await fetch(`${site}/api/v1/awards/${id}`, { headers })).status).toBe(200)
})
