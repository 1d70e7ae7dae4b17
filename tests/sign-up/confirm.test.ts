import { expect, test } from 'vitest'
import { days, minutes } from '#durations'
import { db } from '#db'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { awarded, badgeOf, issuer, password } from '../support/people.ts'
import { confirmationFor, newAddress, signUp } from '../support/sign-up.ts'

startApp()

test('looking at the link, or a scanner pressing the button, confirms nothing', async () => {
  const address = newAddress()
  await signUp(address)
  const { link } = await confirmationFor(address)
  const scanner = new Browser()
  expect((await scanner.get(link)).status).toBe(200)
  expect((await scanner.post(link)).status).toBe(422)
  expect((await scanner.post(link, { code: 'AAAAAA' })).status).toBe(422)
  expect(await db.emailAddress.findUnique({ where: { address } })).toBeNull()
})

test('on another device the code from the mail is enough, but the password stays behind', async () => {
  const address = newAddress()
  await signUp(address)
  const { link, code } = await confirmationFor(address)
  const phone = new Browser()
  await phone.get(link)
  expect((await phone.post(link, { code })).location).toBe('/home')
  expect((await phone.get('/badges')).status).toBe(200)
  expect(
    (await db.account.findFirst({ where: { addresses: { some: { address } } } }))?.passwordHash,
  ).toBeNull()
})

test('on another device code and password together keep the password', async () => {
  const address = newAddress()
  await signUp(address)
  const { link, code } = await confirmationFor(address)
  const phone = new Browser()
  await phone.get(link)
  expect((await phone.post(link, { code, password: 'not the right one' })).status).toBe(422)
  expect((await phone.post(link, { code, password })).location).toBe('/home')
  expect((await new Browser().post('/log-in', { email: address, password })).location).toBe('/home')
})

test('a stranger who signed up first gains nothing when the owner confirms her own sign-up', async () => {
  const address = newAddress()
  const stranger = await signUp(address, { password: 'the stranger chose this' })
  const first = await confirmationFor(address)
  const owner = await signUp(address)
  const { link } = await confirmationFor(address, 2)
  expect((await owner.browser.post(link)).location).toBe('/home')

  const login = await new Browser().post('/log-in', {
    email: address,
    password: 'the stranger chose this',
  })
  expect(login.status).toBe(422)
  expect((await stranger.browser.get('/home')).location).not.toBe(null)
  expect((await stranger.browser.post(first.link)).status).toBe(404)
})

test('before the address is confirmed nothing can be seen or accepted', async () => {
  const address = newAddress()
  const by = await issuer()
  const id = await awarded(by, await badgeOf(by), { email: address })
  const { browser } = await signUp(address)
  expect((await browser.get('/home')).location).toBe('/check-your-email')
  expect((await browser.post(`/home/${id}/accept`)).location).toBe('/check-your-email')
  expect((await browser.get(`/badges/${id}`)).location).toBe('/check-your-email')
  expect((await new Browser().post('/log-in', { email: address, password })).location).toBe(
    '/check-your-email',
  )
  expect(await db.assertion.findUnique({ where: { id } })).toMatchObject({ decision: null })
})

test('five wrong codes are too many; a new mail brings a new code, once a minute', async () => {
  const address = newAddress()
  const { browser } = await signUp(address)
  const { code } = await confirmationFor(address)
  for (let tries = 0; tries < 5; tries += 1) {
    expect((await browser.post('/confirm', { code: 'ZZZZZZ' })).status).toBe(422)
  }
  const late = await browser.post('/confirm', { code })
  expect(late.status).toBe(422)
  expect(wordsOf(late.text)).toContain('too many tries')

  expect(wordsOf((await browser.submit('/confirm/send-again')).text)).toContain('Please wait')
  clock.ahead += minutes(2)
  await browser.submit('/confirm/send-again')
  const next = await confirmationFor(address, 2)
  expect(next.code).not.toBe(code)
  expect((await browser.post('/confirm', { code })).status).toBe(422)
  expect((await browser.post('/confirm', { code: next.code })).location).toBe('/home')
})

test('the link works for 24 hours, then it can be asked for anew', async () => {
  const address = newAddress()
  const { browser } = await signUp(address)
  const { link } = await confirmationFor(address)
  clock.ahead += days(1.1)
  const old = await browser.get(link)
  expect(old.status).toBe(410)
  expect(wordsOf(old.text)).toContain('This link is too old')
  expect((await browser.post(link)).status).toBe(410)
  await browser.post(`${link}/send-again`)
  const next = await confirmationFor(address, 2)
  expect((await browser.post(next.link)).location).toBe('/home')
})

test('a second press says that it is confirmed already; a cut link says so too', async () => {
  const address = newAddress()
  const { browser } = await signUp(address)
  const { link } = await confirmationFor(address)
  await browser.post(link)
  expect(wordsOf((await browser.get(link)).text)).toContain('This address is already confirmed')
  const cut = await browser.get(link.slice(0, -9))
  expect(cut.status).toBe(404)
  expect(wordsOf(cut.text)).toContain('This link does not work')
})

test('two sign-ups for one address, confirmed at the same moment, make one account', async () => {
  for (let round = 0; round < 4; round += 1) {
    const address = newAddress()
    const ana = await signUp(address)
    const first = await confirmationFor(address)
    const bob = await signUp(address)
    const second = await confirmationFor(address, 2)
    const pages = await Promise.all([ana.browser.post(first.link), bob.browser.post(second.link)])
    for (const { status } of pages) expect([200, 303, 404]).toContain(status)
    expect(pages.filter(({ location }) => location === '/home')).toHaveLength(1)
    expect(await db.account.count({ where: { addresses: { some: { address } } } })).toBe(1)
  }
})
