import { isoCBOR } from '@simplewebauthn/server/helpers'
import { expect, test } from 'vitest'
import { db } from '#db'
import { limits } from '#limits/table'
import { startApp } from '../support/app.ts'
import { Browser, wordsOf, type Page } from '../support/browser.ts'
import { Authenticator } from './authenticator.ts'
import { askedToAdd, askedToLogIn, loggedIn, logInWith, passkeyOwner } from './owner.ts'

startApp()

function expectRefused(page: Page) {
  expect(page.status).toBe(422)
  expect(wordsOf(page.text)).toContain('This passkey does not work here.')
}

test.each<[string, string | string[]]>([
  ['nothing', ''],
  ['no JSON', 'not JSON'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a list of a list', '['.repeat(9_000)],
  ['an id that is an object', '{"id":{}}'],
  ['a prototype', '{"__proto__":{"id":"abc"},"id":"abc","response":{"__proto__":{}}}'],
  ['NUL', '\0'],
  ['NUL in the id', '{"id":"a\\u0000b","response":{}}'],
  ['30 KB', 'x'.repeat(30_000)],
  ['two answers', ['{}', '{}']],
  ['parts that are no data', answerOf({ clientDataJSON: '!!', authenticatorData: '' })],
  ['parts with nothing in them', answerOf({})],
  ['client data that is null', answerOf({ clientDataJSON: base64url('null') })],
  ['client data that is no JSON', answerOf({ clientDataJSON: base64url('{') })],
])('%s instead of an answer is refused like any other', async (_what, response) => {
  const browser = new Browser()
  await askedToLogIn(browser)
  expectRefused(await browser.post('/log-in/passkey', { response }))
})

test('broken parts of a real passkey are refused too', async () => {
  const { device } = await passkeyOwner()
  const browser = new Browser()
  for (const part of ['clientDataJSON', 'authenticatorData', 'signature']) {
    for (const broken of ['AA', base64url('{"type":"webauthn.get"}'), 'A'.repeat(4096)]) {
      const answer = JSON.parse(device.get(await askedToLogIn(browser))) as {
        response: Record<string, string>
      }
      answer.response[part] = broken
      expectRefused(await browser.post('/log-in/passkey', { response: JSON.stringify(answer) }))
    }
  }
})

test('without the token of the form, or from another site, there is no challenge', async () => {
  const browser = new Browser()
  await browser.get('/log-in')
  const page = await browser.post('/log-in/passkey/options', { _csrf: '' })
  expect(page.status).toBe(403)
  const foreign = { 'sec-fetch-site': 'cross-site' }
  expect((await browser.post('/log-in/passkey/options', {}, foreign)).status).toBe(403)
})

test('too many tries are stopped; those that were good do not count', async () => {
  const { device } = await passkeyOwner()
  const browser = new Browser()
  const { many } = limits['passkey.client']
  await db.rateLimit.deleteMany({})
  expect((await logInWith(device, browser)).location).toBe('/home')
  await browser.post('/log-out')
  const statuses: number[] = []
  for (let tries = 0; tries <= many; tries += 1) {
    statuses.push((await browser.post('/log-in/passkey', { response: '{}' })).status)
  }
  expect(statuses.filter((status) => status === 422)).toHaveLength(many)
  expect(statuses.at(-1)).toBe(429)
  expect((await browser.post('/log-in/passkey/options')).status).toBe(429)
  await db.rateLimit.deleteMany({})
})

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['a list', '[]'],
  ['an id that is an object', '{"id":{},"response":{}}'],
  ['30 KB', 'x'.repeat(30_000)],
  ['no attestation', newPasskey('AAAA')],
  ['lists in lists', newPasskey(Buffer.alloc(8_000, 0x81).toString('base64url'))],
  [
    'a list that says it is endless',
    newPasskey(Buffer.from('9bffffffffffffffff', 'hex').toString('base64url')),
  ],
  ['an authenticator without data', newPasskey(attestationOf(new Uint8Array(3)))],
])('%s instead of a passkey is not added', async (_what, response) => {
  const { browser } = await loggedIn()
  await askedToAdd(browser)
  const page = await browser.post('/settings/passkeys', { name: 'x', response })
  expect(page.status).toBe(422)
  expect(wordsOf(page.text)).toContain('This passkey could not be added')
})

test('a real passkey with ways to reach it that cannot be kept is not added', async () => {
  const { browser } = await loggedIn()
  for (const transports of [
    ['\0'],
    ['x'.repeat(300)],
    Array<string>(200).fill('usb'),
    'usb',
    [{}],
  ]) {
    const made = JSON.parse(new Authenticator().create(await askedToAdd(browser))) as {
      response: object
    }
    const response = JSON.stringify({ ...made, response: { ...made.response, transports } })
    const page = await browser.post('/settings/passkeys', { name: 'x', response })
    expect(page.status).toBe(422)
  }
})

function attestationOf(authData: Uint8Array<ArrayBuffer>) {
  const parts = new Map<string, string | Uint8Array<ArrayBuffer>>([
    ['fmt', 'none'],
    ['authData', authData],
  ])
  return Buffer.from(isoCBOR.encode(parts)).toString('base64url')
}

function newPasskey(attestationObject: string) {
  const clientDataJSON = Buffer.from('{"type":"webauthn.create"}').toString('base64url')
  return JSON.stringify({ id: 'abc', response: { clientDataJSON, attestationObject } })
}

function base64url(text: string) {
  return Buffer.from(text).toString('base64url')
}

/** An answer with these parts broken, and plausible others. */
function answerOf(parts: Record<string, string>) {
  const others = { clientDataJSON: base64url('{}'), authenticatorData: 'AAAA', signature: 'AAAA' }
  const response = Object.keys(parts).length > 0 ? { ...others, userHandle: 'AAAA', ...parts } : {}
  return JSON.stringify({ id: 'abc', response })
}
