import { beforeEach, expect, test } from 'vitest'
import { db } from '#db'
import { minutes } from '#durations'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailAbout } from '../support/mailbox.ts'
import { learner, logIn } from '../support/people.ts'
import { asking, codeFor, enter, failures } from './asking.ts'

startApp()

beforeEach(() => {
  clock.ahead = 0
})

const isRight = (location: string | null) => location === '/home'

test('a learner gets in with the code from the mail, without a password', async () => {
  const { maria, address, browser, page, code } = await asking()
  const words = wordsOf(page.text)
  expect(words).toContain(`If there is an account for ${address} , we have sent a code to it.`)
  expect(words).toContain('The code works for 10 minutes.')
  expect(words).toMatch(/spam/)
  expect(page.text).toContain('autocomplete="one-time-code"')

  const before = browser.cookies.get('sid')
  const entered = await enter(browser, ` ${code.slice(0, 3).toLowerCase()} ${code.slice(3)} `)
  expect(entered.location).toBe('/home')
  expect(browser.cookies.get('sid')).not.toBe(before)
  expect((await browser.get('/badges')).status).toBe(200)
  const login = await db.securityEvent.findFirst({
    where: { accountId: maria.id, kind: 'logged-in' },
  })
  expect(login?.about).toBe('with a code from an email')
})

test('it leads on to the page that was asked for, but never to another site', async () => {
  const asked = await asking({ next: '/badges?q=first' })
  expect((await enter(asked.browser, asked.code)).location).toBe('/badges?q=first')
  const lured = await asking({ next: 'https://evil.test/' })
  expect((await enter(lured.browser, lured.code)).location).toBe('/home')
})

test('a badge that brought somebody here comes along', async () => {
  const claim = 'aaa.bbb.ccc'
  const form = await new Browser().get(`/log-in/code?claim=${claim}`)
  expect(form.text).toContain(`<input type="hidden" name="claim" value="${claim}">`)
  const { browser, code } = await asking({ claim })
  expect((await enter(browser, code)).location).toBe(`/claim/${claim}`)
})

test('it works in the browser that asked for it, and in no other', async () => {
  const { address, browser, code } = await asking()
  const stranger = new Browser()
  expect((await enter(stranger, code)).location).toBe('/log-in/code')
  await stranger.post('/log-in/code', { email: address })
  expect((await enter(stranger, code)).status).toBe(422)
  expect(isRight((await enter(browser, code)).location)).toBe(true)
})

test('it works for ten minutes', async () => {
  const early = await asking()
  clock.ahead = minutes(9.9)
  expect(isRight((await enter(early.browser, early.code)).location)).toBe(true)
  clock.ahead = 0
  const late = await asking()
  clock.ahead = minutes(10)
  const page = await enter(late.browser, late.code)
  expect(page.status).toBe(422)
  expect(wordsOf(page.text)).toContain('This code does not work any more. Ask for a new one')
  expect((await late.browser.get('/home')).location).toContain('/log-in')
})

test('it works once, however many try it at the same moment', async () => {
  const { maria, browser, code } = await asking()
  const pages = await Promise.all(Array.from({ length: 50 }, () => enter(browser, code)))
  expect(pages.filter(({ location }) => isRight(location))).toHaveLength(1)
  expect(await db.session.count({ where: { accountId: maria.id } })).toBe(1)
})

test('a code that was used is of no use in a copy of the session either', async () => {
  const { browser, code } = await asking()
  const copy = new Browser()
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value)
  await copy.get('/log-in/code/enter')
  await enter(browser, code)
  expect((await enter(copy, code)).location).toBe('/log-in/code')
})

test('five wrong codes are too many, and each is written down', async () => {
  const { maria, browser, code } = await asking()
  for (let tries = 1; tries <= 5; tries += 1) {
    const page = await enter(browser, 'ZZZZZZ')
    expect(page.status).toBe(422)
    expect(wordsOf(page.text)).toContain(
      'The code is not right. It has 6 letters and numbers. Check the newest email',
    )
    expect(await failures(maria.id)).toBe(tries)
  }
  const late = await enter(browser, code)
  expect(late.status).toBe(422)
  expect(wordsOf(late.text)).toContain('Ask for a new one')
})

test('a new code ends the one before it', async () => {
  const { address, browser, code } = await asking({ next: '/badges' })
  const again = await browser.submit('/log-in/code/send-again')
  expect(wordsOf(again.text)).toContain('A new code is on its way')
  const next = await codeFor(address, 2)
  expect(next).not.toBe(code)
  expect(await db.logInCode.count({ where: { address } })).toBe(1)
  expect((await enter(browser, code)).status).toBe(422)
  expect((await enter(browser, next)).location).toBe('/badges')
})

test('a stranger who asks for codes to an address neither ends nor uses up its owner’s', async () => {
  const maria = await learner('Maria')
  const email = maria.addresses[0] ?? ''
  const known = await logIn(maria)
  await known.post('/log-out')
  await known.post('/log-in/code', { email })
  const code = await codeFor(email)
  for (let mails = 0; mails < 3; mails += 1) {
    const stranger = new Browser()
    await stranger.post('/log-in/code', { email })
    for (let tries = 0; tries < 5; tries += 1) await enter(stranger, 'ZZZZZZ')
  }
  expect((await new Browser().post('/log-in/code', { email })).status).toBe(429)
  expect(isRight((await enter(known, code)).location)).toBe(true)
  expect((await known.post('/log-in/code', { email })).status).toBe(303)
})

test('with the second step on, the code is the first of two', async () => {
  const { maria, browser, code } = await asking()
  const data = { accountId: maria.id, secret: Buffer.from('x'), confirmedAt: clock.now() }
  await db.twoStep.create({ data })
  expect((await enter(browser, code)).location).toBe('/log-in/second-step')
  expect((await browser.get('/home')).location).toContain('/log-in')
})

test('somebody who has to log in again may do so with a code', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  clock.ahead = minutes(11)
  expect((await browser.get('/settings/two-step')).location).toContain('/log-in/again')
  const form = await browser.get('/log-in/code?next=/settings/two-step')
  expect(form.text).toContain(`value="${maria.addresses[0]}"`)
  expect(form.text).toContain('/log-in/again?next=')
  await browser.post('/log-in/code', {
    email: maria.addresses[0] ?? '',
    next: '/settings/two-step',
  })
  const entered = await enter(browser, await codeFor(maria.addresses[0] ?? ''))
  expect(entered.location).toBe('/settings/two-step')
  expect((await browser.get('/settings/two-step')).status).toBe(200)
})

test('a new device that came in with a code is told of by mail', async () => {
  const maria = await learner('Maria')
  const address = maria.addresses[0] ?? ''
  await logIn(maria)
  const browser = new Browser()
  await browser.post('/log-in/code', { email: address })
  await enter(browser, await codeFor(address))
  await mailAbout(address, 'A new device logged in to your account')
})

test('asking for a code does not log out whoever is logged in, nor in whoever is not', async () => {
  const browser = await logIn(await learner('Maria'))
  await browser.post('/log-in/code', { email: 'nobody@example.org' })
  expect((await browser.get('/home')).status).toBe(200)
  const { browser: visitor } = await asking()
  expect((await visitor.get('/home')).location).toContain('/log-in')
})
