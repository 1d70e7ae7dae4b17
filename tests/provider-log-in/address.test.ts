import { describe, expect, test } from 'vitest'
import { newId } from '#ids'
import { startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { startProviders } from '../support/oauth-server.ts'
import { confirmationFor, newAddress } from '../support/sign-up.ts'
import { accountWith, atFacebook, atGoogle, claimFor, comeFrom } from '../support/visitors.ts'

startApp()
const { google, facebook } = startProviders()

describe.each([
  ['Facebook with an address', () => comeFrom(facebook, atFacebook(newAddress()))],
  ['Facebook without one', () => comeFrom(facebook, atFacebook())],
  [
    'Google with an address that it has not confirmed',
    () => comeFrom(google, atGoogle(newAddress(), { email_verified: false })),
  ],
  [
    'Google, when it only says "true" as a word',
    () => comeFrom(google, atGoogle(newAddress(), { email_verified: 'true' })),
  ],
  ['Google without an address', () => comeFrom(google, { sub: newId(), name: 'Ana García' })],
  ['Google with a list for an address', () => comeFrom(google, atGoogle('a@x.test, b@x.test'))],
])('somebody from %s', (_how, come) => {
  test('is asked for the address, confirms it by mail and comes in', async () => {
    const { browser, page } = await come()
    expect(page.location).toBe('/sign-up/address')
    expect((await browser.get('/home')).location).toContain('/log-in')
    const form = await browser.get('/sign-up/address')
    expect(wordsOf(form.text)).toContain('One more step')
    expect(form.text).toContain('value="Ana García"')

    const address = newAddress()
    const sent = await browser.post('/sign-up/address', { name: 'Ana García', email: address })
    expect(sent.location).toBe('/check-your-email')
    expect(await accountWith(address)).toBeNull()
    const { link } = await confirmationFor(address)
    expect((await browser.post(link)).location).toBe('/home')
    const account = await accountWith(address)
    expect(account?.identities).toHaveLength(1)
    expect(account?.passwordHash).toBeNull()
  })
})

test('whoever has come in through Facebook comes in again', async () => {
  const person = atFacebook()
  const { browser } = await comeFrom(facebook, person)
  const address = newAddress()
  await browser.post('/sign-up/address', { name: 'Ana', email: address })
  await browser.post('/confirm', { code: (await confirmationFor(address)).code })
  expect((await comeFrom(facebook, person)).page.location).toBe('/home')
})

test('the address that Facebook tells is filled in, and can be changed', async () => {
  const { browser } = await comeFrom(facebook, atFacebook('old@example.org'))
  expect((await browser.get('/sign-up/address')).text).toContain('value="old@example.org"')
})

test('the form says what to mend, and keeps what was typed', async () => {
  const { browser } = await comeFrom(facebook, atFacebook())
  const wrong = await browser.post('/sign-up/address', { name: '', email: 'ana at example' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('value="ana at example"')
  expect(wordsOf(wrong.text)).toContain('Enter your full name')
  expect((await new Browser().post('/sign-up/address', { name: 'Ana' })).location).toBe('/sign-up')
})

test('from a claim the address of the badge is enough, and stays masked', async () => {
  const address = newAddress()
  const claim = await claimFor(address)
  const { browser } = await comeFrom(facebook, atFacebook(), {
    from: `/log-in/facebook?claim=${claim}`,
  })
  const form = await browser.get('/sign-up/address')
  expect(wordsOf(form.text)).toContain('a***@example.org')
  expect(form.text).not.toContain(address)
  await browser.post('/sign-up/address', { name: 'Ana', email: '' })
  expect((await browser.get('/check-your-email')).text).not.toContain(address)
  const home = await browser.submit('/confirm', { code: (await confirmationFor(address)).code })
  expect(wordsOf(home.text)).toContain('First Aid')
})

test('the same id at both providers is two people', async () => {
  const id = newId()
  await comeFrom(google, atGoogle(newAddress(), { sub: id }))
  expect((await comeFrom(facebook, atFacebook(undefined, { id }))).page.location).toBe(
    '/sign-up/address',
  )
})
