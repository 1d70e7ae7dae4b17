import { afterAll, beforeAll, expect, test } from 'vitest'
import { config } from '#config'
import { db } from '#db'
import { Browser } from '../support/browser.ts'
import { mailAbout, mailbox } from '../support/mailbox.ts'
import { awarded, badgeOf, issuer } from '../support/people.ts'
import { startBeside, type Server } from '../support/server.ts'
import { prepareQueue, stopQueue } from '#queue/queue'
import { newId } from '#ids'

// What the real server writes down, at its most talkative, while people come, err and leave.

let server: Server
const address = `ana.${newId().slice(0, 8)}@example.org`
const password = 'a password nobody wrote down'
const wrong = 'a wrong password nobody wrote down'
const secrets = new Set<string>([address, password, wrong])

const linkIn = (text: string, path: string) =>
  new RegExp(`${config.siteUrl}(/${path}/\\S+)`).exec(text)?.[1] ?? ''

beforeAll(async () => {
  await prepareQueue()
  server = await startBeside({ PORT: new URL(config.siteUrl).port, LOG_LEVEL: 'trace' })
  await live()
})

afterAll(async () => {
  await stopQueue()
  await server.end('SIGTERM')
})

/** A whole life: award, claim, sign-up, wrong and right logins, reset, code, change, log out. */
async function live() {
  const board = await issuer()
  secrets.add(board.key)
  await awarded(board, await badgeOf(board), { email: address })
  const claim = linkIn((await mailbox.mailTo(address)).text ?? '', 'claim')
  const browser = new Browser()
  await browser.get(claim, { 'user-agent': 'x {"level":60}' })
  await browser.post('/sign-up', { name: 'Ana', email: address, password })
  const confirm = linkIn(
    (await mailAbout(address, 'Confirm your email')).text ?? '',
    'confirm-email',
  )
  await browser.submit(confirm)
  await browser.post('/log-in', { email: address, password: wrong })
  await browser.post('/forgot-password', { email: address })
  const reset = linkIn(
    (await mailAbout(address, 'Change your Passport password')).text ?? '',
    'reset-password',
  )
  await browser.post(reset, { password })
  await browser.post('/log-in', { email: address, password })
  await browser.post('/settings/password', { current: password, password: wrong })
  await browser.post('/log-in', { email: { not: address } as unknown as string, password })
  await browser.get(`/log-in?next=/home&email=${encodeURIComponent(address)}`)
  await browser.get(`/${address}/${password}`)
  await fetch(`${config.siteUrl}/api/v1/awards/x`, {
    headers: { authorization: `Bearer ${board.key}x` },
  })
  await browser.post('/log-out')
  for (const part of [claim, confirm, reset]) secrets.add(part.split('/').at(-1) ?? '')
  for (const value of browser.cookies.values()) secrets.add(value)
}

test('the life was lived', async () => {
  const kinds = await db.securityEvent.findMany({ where: { account: { isNot: null } } })
  expect(kinds.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['account-created', 'logged-in', 'log-in-failed', 'password-changed']),
  )
})

test('every line is one JSON object with its time', () => {
  expect(server.log.length).toBeGreaterThan(20)
  for (const line of server.log) {
    expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number), time: expect.any(String) })
  }
})

test('no line holds a password, an address, a link, a cookie or a key', () => {
  const log = server.log.join('\n')
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(8)
    for (const form of [secret, encodeURIComponent(secret)]) expect(log).not.toContain(form)
  }
})

test('logins, failures and changes can be found by account', () => {
  const lines = server.log.map((line) => JSON.parse(line) as { event?: string; account?: string })
  const events = lines.filter(({ event }) => event !== undefined)
  expect(events.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['account-created', 'log-in-failed', 'password-changed', 'logged-out']),
  )
  expect(new Set(events.map(({ account }) => account)).size).toBe(1)
})
