import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { db } from '#db'
import { minutes } from '#durations'
import { clock, site, startApp } from '../support/app.ts'
import { Browser, wordsOf, type Page } from '../support/browser.ts'
import { Authenticator, type Twist } from './authenticator.ts'
import { askedToAdd, askedToLogIn, logInWith, passkeyOwner } from './owner.ts'

startApp()

// All of them come from one address.
beforeEach(() => db.rateLimit.deleteMany({}))

const refusal = 'This passkey does not work here. Try again, or log in another way'

function expectRefused(page: Page) {
  expect(page.status).toBe(422)
  expect(wordsOf(page.text)).toContain(refusal)
}

test.each(['ES256', 'EdDSA', 'RS256'] as const)(
  'a passkey with a key of the kind %s logs its owner in',
  async (algorithm) => {
    const { device } = await passkeyOwner('Maria', new Authenticator(algorithm))
    const browser = new Browser()
    expect((await logInWith(device, browser)).location).toBe('/home')
    expect((await browser.get('/home')).status).toBe(200)
  },
)

test('it is the only step, and a strong one: the second step is not asked for', async () => {
  const { person, device } = await passkeyOwner()
  const twoStep = { accountId: person.id, secret: Buffer.from('x'), confirmedAt: clock.now() }
  await db.twoStep.create({ data: twoStep })
  expect((await logInWith(device, new Browser())).location).toBe('/home')
  const session = await db.session.findFirstOrThrow({
    where: { accountId: person.id },
    orderBy: { createdAt: 'desc' },
  })
  expect(session.data).toMatchObject({ isStrong: true })
  expect(session.data).not.toHaveProperty('passkey')
  const byPasskey = { accountId: person.id, kind: 'logged-in', about: 'with a passkey' }
  expect(await db.securityEvent.count({ where: byPasskey })).toBe(1)
})

test('the login is written down, and leads to the page that was asked for', async () => {
  const { person, device } = await passkeyOwner()
  const page = await logInWith(device, new Browser(), { next: '/badges?view=list' })
  expect(page.location).toBe('/badges?view=list')
  const elsewhere = await logInWith(device, new Browser(), { next: 'https://evil.test/' })
  expect(elsewhere.location).toBe('/home')
  const events = await db.securityEvent.findMany({
    where: { accountId: person.id, kind: 'logged-in', about: 'with a passkey' },
  })
  expect(events).toHaveLength(2)
  expect(await db.passkey.findUniqueOrThrow({ where: { id: device.id } })).toMatchObject({
    lastUsedAt: expect.any(Date),
  })
})

test.each<[string, Twist]>([
  ['made for another site', { origin: 'https://passport.evil.test' }],
  ['made for another port of this host', { origin: site.replace(/\d+$/, '1') }],
  ['made for another host name', { host: 'passport.evil.test' }],
  ['of another kind', { type: 'webauthn.create' }],
  ['to a challenge of its own', { challenge: randomBytes(32).toString('base64url') }],
  ['without a finger, face or screen lock', { isVerified: false }],
  ['without anybody there', { isPresent: false }],
  ['that names no owner', { userHandle: null }],
  ['that names another owner', { userHandle: Buffer.from('somebody else').toString('base64url') }],
  ['signed by another key', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
  ['from an unknown passkey', { id: randomBytes(16).toString('base64url') }],
])('an answer %s is refused', async (_what, twist) => {
  const { person, device } = await passkeyOwner()
  const browser = new Browser()
  expectRefused(await logInWith(device, browser, twist))
  expect((await browser.get('/home')).location).toContain('/log-in')
  expect((await logInWith(device, browser)).location).toBe('/home')
  const failed = { accountId: person.id, kind: 'log-in-failed' }
  const isNamed = twist.id === undefined && twist.userHandle !== null
  expect(await db.securityEvent.count({ where: failed })).toBe(isNamed ? 1 : 0)
})

test('unknown, removed and wrong passkeys get the same page', async () => {
  const { browser: settings, device } = await passkeyOwner()
  const unknown = await logInWith(new Authenticator(), new Browser(), { userHandle: 'abcd' })
  const wrong = await logInWith(device, new Browser(), { isVerified: false })
  await settings.post(`/settings/passkeys/${device.id}/remove`)
  const removed = await logInWith(device, new Browser())
  const withoutTokens = [unknown, wrong, removed].map(({ status, text }) => ({
    status,
    text: text.replace(/value="[^"]*"/g, ''),
  }))
  expect(withoutTokens[0]).toEqual(withoutTokens[1])
  expect(withoutTokens[0]).toEqual(withoutTokens[2])
  expectRefused(unknown)
})

test('an answer works once: neither again, nor in another browser', async () => {
  const { device } = await passkeyOwner()
  const [browser, other] = [new Browser(), new Browser()]
  const response = device.get(await askedToLogIn(browser))
  await askedToLogIn(other)
  expectRefused(await other.post('/log-in/passkey', { response }))
  expect((await browser.post('/log-in/passkey', { response })).location).toBe('/home')
  await browser.post('/log-out')
  expectRefused(await browser.post('/log-in/passkey', { response }))

  const asked = await askedToLogIn(browser)
  expectRefused(await browser.post('/log-in/passkey', { response: '{}' }))
  expectRefused(await browser.post('/log-in/passkey', { response: device.get(asked) }))
})

test('of fifty times the same answer at once, one logs in', async () => {
  const { device } = await passkeyOwner()
  const browser = new Browser()
  const response = device.get(await askedToLogIn(browser))
  const copies = Array.from({ length: 50 }, () => {
    const copy = new Browser()
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value)
    return copy
  })
  await Promise.all(copies.map((copy) => copy.get('/log-in')))
  const pages = await Promise.all(copies.map((copy) => copy.post('/log-in/passkey', { response })))
  expect(pages.filter(({ location }) => location === '/home')).toHaveLength(1)
  expect(pages.filter(({ status }) => status === 422)).toHaveLength(49)
})

test('a challenge lasts five minutes, and one for adding a passkey logs nobody in', async () => {
  const { browser: settings, device } = await passkeyOwner()
  const browser = new Browser()
  const asked = await askedToLogIn(browser)
  clock.ahead += minutes(5)
  expectRefused(await browser.post('/log-in/passkey', { response: device.get(asked) }))

  const response = device.get(await askedToAdd(settings))
  const page = await settings.post('/log-in/passkey', { response })
  expect(page.location).toContain('/log-in/again')
})

test('a copy of a passkey that counts is refused, and its owner can read of it', async () => {
  const device = new Authenticator()
  device.counter = 5
  const { person } = await passkeyOwner('Maria', device)
  expect((await logInWith(device, new Browser())).location).toBe('/home')
  for (const counter of [-1, 2, 4]) {
    device.counter = counter === -1 ? 0 : counter
    expectRefused(await logInWith(device, new Browser()))
  }
  const failed = { accountId: person.id, kind: 'log-in-failed' }
  expect(await db.securityEvent.count({ where: failed })).toBe(3)
  device.counter = 6
  expect((await logInWith(device, new Browser())).location).toBe('/home')
})

test('who is asked to log in again must be the same person', async () => {
  const maria = await passkeyOwner('Maria')
  const tom = await passkeyOwner('Tom')
  clock.ahead += minutes(11)
  const asked = await maria.browser.get('/settings/passkeys')
  expect(asked.location).toBe('/log-in/again?next=%2Fsettings%2Fpasskeys')
  expect(wordsOf((await maria.browser.get(asked.location ?? '')).text)).toContain(
    'Log in with a passkey',
  )
  const next = { next: '/settings/passkeys' }
  const notHers = await logInWith(tom.device, maria.browser, next)
  expect(notHers.location).toBe('/log-in/again?next=%2Fsettings%2Fpasskeys')
  expect(wordsOf((await maria.browser.follow(notHers)).text)).toContain(
    'This passkey does not work here',
  )
  const hers = await logInWith(maria.device, maria.browser, next)
  expect(hers.location).toBe('/settings/passkeys')
  expect((await maria.browser.get('/settings/passkeys')).status).toBe(200)
})
