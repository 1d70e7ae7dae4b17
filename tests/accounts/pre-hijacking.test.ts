import { expect, test } from 'vitest'
import { db } from '#db'
import { days } from '#durations'
import { tidyUp } from '#tidy-up'
import { startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailbox } from '../support/mailbox.ts'
import { awarded, badgeOf, issuer, learner, logIn, password } from '../support/people.ts'
import { confirmationFor, newAddress, signUp } from '../support/sign-up.ts'

// Whoever comes first with somebody else's address gains nothing when its owner arrives. The five
// kinds of taking over an account before it is made; the two that come by way of Google and Facebook
// are in tests/providers, the one by a second address is in tests/addresses.

startApp()

const chosenByBob = 'bob chose this one'

/** Whether Home leads this browser to the login, by whatever way. */
async function isAtLogIn(browser: Browser): Promise<boolean> {
  const page = await browser.follow(await browser.get('/home'))
  return page.text.includes('action="/log-in"')
}

test('an account that nobody confirmed owns nothing, opens nothing and ends after 7 days', async () => {
  const address = newAddress()
  const by = await issuer()
  const id = await awarded(by, await badgeOf(by), { email: address })
  const bob = await signUp(address, { password: chosenByBob })
  for (const path of ['/home', `/home/${id}`, '/badges', '/settings', '/settings/addresses']) {
    expect((await bob.browser.get(path)).location).toBe('/check-your-email')
  }
  expect(await db.emailAddress.count({ where: { address } })).toBe(0)
  expect(await db.account.count({ where: { name: 'Ana García' } })).toBe(0)

  await tidyUp(new Date(Date.now() + days(7.1)))
  expect(await db.signUp.count({ where: { address } })).toBe(0)
  expect((await bob.browser.get('/home')).location).toMatch(/^\/log-in/)
  const log = await new Browser().post('/log-in', { email: address, password: chosenByBob })
  expect(log.status).toBe(422)
})

test('(a) password, session and links of whoever signed up first end when the owner claims a badge', async () => {
  const address = newAddress()
  const by = await issuer()
  await awarded(by, await badgeOf(by), { email: address })
  const text = (await mailbox.mailTo(address)).text ?? ''
  const bob = await signUp(address, { password: chosenByBob })
  const bobs = await confirmationFor(address)

  const claim = /http:\/\/localhost:\d+\/claim\/(\S+)/.exec(text)?.[1] ?? ''
  const alice = new Browser()
  await alice.post('/sign-up', { name: 'Alice', email: '', password, claim })
  const { link } = await confirmationFor(address, 2)
  expect(wordsOf((await alice.submit(link)).text)).toContain('Accept badge')

  const logIn = await new Browser().post('/log-in', { email: address, password: chosenByBob })
  expect(logIn.status).toBe(422)
  expect(await isAtLogIn(bob.browser)).toBe(true)
  expect((await bob.browser.post('/confirm', { code: bobs.code })).location).toBe('/log-in')
  expect((await bob.browser.post(bobs.link)).status).toBe(404)
  const account = await db.emailAddress.findUniqueOrThrow({ where: { address } })
  expect(await db.emailAddress.count({ where: { accountId: account.accountId } })).toBe(1)
})

test('(a) the same when the owner confirms what the stranger began: his password stays behind', async () => {
  const address = newAddress()
  const bob = await signUp(address, { password: chosenByBob })
  const { link, code } = await confirmationFor(address)
  const alice = new Browser()
  await alice.get(link)
  expect((await alice.post(link, { code })).location).toBe('/home')
  const logIn = await new Browser().post('/log-in', { email: address, password: chosenByBob })
  expect(logIn.status).toBe(422)
  expect(await isAtLogIn(bob.browser)).toBe(true)
})

test('(b) a session that a stranger kept open, and all that he began in it, ends with a reset', async () => {
  const alice = await learner('Alice')
  const [address = ''] = alice.addresses
  const bob = await logIn(alice)
  await bob.post('/settings/addresses/add', { email: newAddress() })
  expect(await db.newAddress.count({ where: { accountId: alice.id } })).toBe(1)

  await new Browser().post('/forgot-password', { email: address })
  const text = (await mailbox.mailTo(address)).text ?? ''
  const link = /http:\/\/localhost:\d+(\/reset-password\/\S+)/.exec(text)?.[1] ?? ''
  await new Browser().post(link, { password: 'alice chose another one' })

  expect((await bob.get('/home')).location).toMatch(/^\/log-in/)
  expect((await bob.post('/log-in', { email: address, password })).status).toBe(422)
  expect(await db.newAddress.count({ where: { accountId: alice.id } })).toBe(0)
  expect(await db.session.count({ where: { accountId: alice.id } })).toBe(0)
  expect(await db.knownDevice.count({ where: { accountId: alice.id } })).toBe(0)
})
