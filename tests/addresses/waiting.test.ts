import { expect, test } from 'vitest'
import { days, minutes } from '#durations'
import { db } from '#db'
import { tidyUp } from '#tidy-up'
import { ask, proofFor } from '../support/addresses.ts'
import { clock, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { mailbox, soon } from '../support/mailbox.ts'
import { learner, logIn, pendingBadge } from '../support/people.ts'
import { newAddress } from '../support/sign-up.ts'

startApp()

const ownerOf = (address: string) => db.emailAddress.findUnique({ where: { address } })

test('five wrong codes are too many; a new mail brings a new code, once a minute', async () => {
  const browser = await logIn(await learner('Maria'))
  const address = newAddress()
  const page = await ask(browser, address)
  const { code } = await proofFor(address)
  for (let tries = 0; tries < 5; tries += 1) {
    expect((await browser.post(page, { code: 'ZZZZZZ' })).status).toBe(422)
  }
  const late = await browser.post(page, { code })
  expect(late.status).toBe(422)
  expect(wordsOf(late.text)).toContain('too many tries')

  expect(wordsOf((await browser.submit(`${page}/send-again`)).text)).toContain('Please wait')
  clock.ahead += minutes(2)
  expect(wordsOf((await browser.submit(`${page}/send-again`)).text)).toContain('a new email')
  const next = await proofFor(address, 2)
  expect(next.code).not.toBe(code)
  expect((await browser.post(page, { code })).status).toBe(422)
  expect((await browser.post(page, { code: next.code })).location).toBe('/settings/addresses')
})

test('link and code work for 24 hours, then they can be asked for anew; the address waits a week', async () => {
  const maria = await learner('Maria')
  const address = newAddress()
  const page = await ask(await logIn(maria), address)
  const { link, code } = await proofFor(address)
  clock.ahead += days(1.1)
  const browser = await logIn(maria)
  const old = await browser.get(link)
  expect(old.status).toBe(410)
  expect(wordsOf(old.text)).toContain('This link is too old')
  expect((await browser.post(link)).status).toBe(410)
  expect(wordsOf((await browser.post(page, { code })).text)).toContain('This code is too old')
  await browser.post(`${page}/send-again`)
  expect((await proofFor(address, 2)).link).not.toBe(link)

  clock.ahead += days(6)
  expect((await browser.get(page)).status).toBe(404)
  expect((await browser.post((await proofFor(address, 2)).link)).status).toBe(404)
  await tidyUp(clock.now())
  expect(await db.newAddress.count({ where: { address } })).toBe(0)
})

test('asking twice makes one row and, within a minute, one mail', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const address = newAddress()
  const pages = await Promise.all([ask(browser, address), ask(browser, address)])
  expect(new Set(pages).size).toBe(1)
  await mailbox.mailTo(address)
  clock.ahead += minutes(2)
  expect(await ask(browser, address)).toBe(pages[0])
  await mailbox.mailTo(address, 2)
  expect(mailbox.mailsTo(address)).toHaveLength(2)
  expect(await db.newAddress.count({ where: { accountId: maria.id } })).toBe(1)
})

test('Home and the list remind of an address that waits, until it is not wanted any more', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const address = newAddress()
  const page = await ask(browser, address)
  expect(wordsOf((await browser.get('/home')).text)).toContain(`We sent an email to ${address}`)
  expect(wordsOf((await browser.get('/settings/addresses')).text)).toContain(`${address} Waiting`)
  const { link, code } = await proofFor(address)
  await browser.submit(`${page}/remove`)
  expect(wordsOf((await browser.get('/home')).text)).not.toContain(address)
  expect((await browser.post(page, { code })).status).toBe(404)
  expect((await browser.post(link)).status).toBe(404)
  expect(await ownerOf(address)).toBeNull()
})

test('who has badges and one address is asked for a second one, until there is one', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const hint = 'If you lose your school address, you keep your badges.'
  const id = await pendingBadge(maria)
  expect(wordsOf((await browser.get('/home')).text)).not.toContain(hint)
  await browser.post(`/home/${id}/accept`)
  expect(wordsOf((await browser.get('/home')).text)).toContain(hint)
  const second = newAddress()
  const page = await ask(browser, second)
  await browser.post(page, { code: (await proofFor(second)).code })
  expect(wordsOf((await browser.get('/home')).text)).not.toContain(hint)
})

test('the page says so when emails to the address come back', async () => {
  const browser = await logIn(await learner('Maria'))
  const address = newAddress()
  mailbox.when(address, 'refuse')
  const page = await ask(browser, address)
  const told = await soon(async () => {
    const words = wordsOf((await browser.get(page)).text)
    return words.includes('We cannot reach') ? words : undefined
  }, 'word of the refusal')
  expect(told).toContain('Our emails to this address come back.')
})
