import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '#db'
import { minutes } from '#durations'
import { mostPasskeys } from '#passkeys/passkey'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailbox } from '../support/mailbox.ts'
import { Authenticator, type Twist } from './authenticator.ts'
import { addTo, askedToAdd, loggedIn, logInWith, passkeyOwner } from './owner.ts'

startApp()

test('a learner adds a passkey with a name, and every address hears of it', async () => {
  const { person, browser } = await loggedIn()
  expect(wordsOf((await browser.get('/settings/passkeys')).text)).toContain('Add a passkey')
  const device = new Authenticator()
  const page = await browser.follow(await addTo(browser, device, { name: ' My <b>phone</b> ' }))
  expect(wordsOf(page.text)).toContain('Passkey added')
  expect(wordsOf(page.text)).toContain('My <b>phone</b>')
  expect(page.text).not.toContain('<b>phone')
  expect(wordsOf(page.text)).toContain('Not used yet')

  const mail = await mailbox.mailTo(person.addresses[0] ?? '')
  expect(mail.subject).toContain('passkey')
  expect(mail.text).toContain('My <b>phone</b>')
  await logInWith(device, new Browser())
  expect(wordsOf((await browser.get('/settings/passkeys')).text)).toContain('Last used on')
})

test('the browser is asked for a key that needs no address and knows its owner', async () => {
  const { person, browser, device } = await passkeyOwner('Maria')
  const asked = await askedToAdd(browser)
  expect(asked).toMatchObject({
    rp: { id: 'localhost', name: 'Passport' },
    user: { name: person.addresses[0], displayName: 'Maria' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: [{ id: device.id }],
    pubKeyCredParams: [{ alg: -8 }, { alg: -7 }, { alg: -257 }],
  })
  expect(Buffer.from(asked.user?.id ?? '', 'base64url').toString()).toBe(person.id)
})

const tooLong = Buffer.alloc(3_000, 1).toString('base64url')

test.each<[string, Twist]>([
  ['made for another site', { origin: 'https://passport.evil.test' }],
  ['made for another host name', { host: 'evil.test' }],
  ['of another kind', { type: 'webauthn.get' }],
  ['to another challenge', { challenge: randomBytes(32).toString('base64url') }],
  ['without a finger, face or screen lock', { isVerified: false }],
  ['with another id inside', { idInside: 'AAAA' }],
  ['with an id inside that is too long', { idInside: tooLong }],
  ['with an id that is too long', { id: tooLong }],
])('a passkey %s is not added', async (_what, twist) => {
  const { person, browser } = await loggedIn()
  const page = await addTo(browser, new Authenticator(), twist)
  expect(page.status).toBe(422)
  expect(wordsOf(page.text)).toContain('This passkey could not be added. Please try again')
  expect(await db.passkey.count({ where: { accountId: person.id } })).toBe(0)
})

test('a key of a kind that was not asked for is not added', async () => {
  const { browser } = await loggedIn()
  expect((await addTo(browser, new Authenticator('ES384'))).status).toBe(422)
})

test('who made the device is not looked at, so certificates are never followed anywhere', async () => {
  const { browser } = await loggedIn()
  const attStmt = new Map<string, unknown>([['x5c', [new Uint8Array(9)]]])
  const attestation = { fmt: 'apple', attStmt }
  const page = await addTo(browser, new Authenticator(), { attestation })
  expect(page.location).toBe('/settings/passkeys')
})

test('its challenge works once and for five minutes', async () => {
  const { person, browser } = await loggedIn()
  const first = new Authenticator().create(await askedToAdd(browser))
  await browser.post('/settings/passkeys', { name: 'x', response: first })
  await db.passkey.deleteMany({ where: { accountId: person.id } })
  const replayed = await browser.post('/settings/passkeys', { name: 'x', response: first })
  expect(replayed.status).toBe(422)

  const late = new Authenticator().create(await askedToAdd(browser))
  clock.ahead += minutes(5)
  const page = await browser.post('/settings/passkeys', { name: 'x', response: late })
  expect(page.status).toBe(422)
})

test('a passkey that somebody has cannot be added by another', async () => {
  const { person, device } = await passkeyOwner('Maria')
  const tom = await loggedIn('Tom')
  expect((await addTo(tom.browser, device)).status).toBe(422)
  const { accountId } = await db.passkey.findUniqueOrThrow({ where: { id: device.id } })
  expect(accountId).toBe(person.id)
})

test('there are twenty at most', async () => {
  const { person, browser } = await loggedIn()
  const accountId = person.id
  const others = Array.from({ length: mostPasskeys - 1 }, (_, n) => ({
    ...{ id: `${accountId}-${n}`, accountId, name: `Key ${n}`, publicKey: Buffer.from('x') },
  }))
  await db.passkey.createMany({ data: others })
  expect((await addTo(browser, new Authenticator())).location).toBe('/settings/passkeys')
  const full = await addTo(browser, new Authenticator())
  expect(full.status).toBe(422)
  expect(wordsOf(full.text)).toContain('You have 20 passkeys. Remove one')
  expect(full.text).not.toContain('data-passkey')
  expect(await db.passkey.count({ where: { accountId } })).toBe(mostPasskeys)
})
