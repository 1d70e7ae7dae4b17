import { expect, test } from 'vitest'
import { days } from '#durations'
import { db } from '#db'
import { newId } from '#ids'
import { revoke } from '#issuing/award'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailbox } from '../support/mailbox.ts'
import { awarded, badgeOf, issuer, learner, logIn, password } from '../support/people.ts'
import { confirmationFor } from '../support/sign-up.ts'

startApp()

async function mailedAward(address = `ana.${newId().slice(0, 8)}@example.org`) {
  const by = await issuer()
  const id = await awarded(by, await badgeOf(by, 'First Aid'), {
    email: address,
    name: 'Ana García',
  })
  const mail = await mailbox.mailTo(address)
  const link = /http:\/\/localhost:\d+(\/claim\/\S+)/.exec(mail.text ?? '')?.[1] ?? ''
  return { id, address, link, mail, by }
}

test('the link shows the badge and a masked address, and sign-up stands at the bottom', async () => {
  const { link, address } = await mailedAward()
  const page = await new Browser().get(link)
  const words = wordsOf(page.text)
  expect(page.status).toBe(200)
  for (const shown of [
    'You have a new badge',
    'First Aid',
    'Northfield Exam Board',
    'a***@example.org',
  ]) {
    expect(words).toContain(shown)
  }
  expect(page.text).not.toContain(address)
  expect(page.text.indexOf('action="/sign-up"')).toBeGreaterThan(
    page.text.indexOf('a***@example.org'),
  )
  expect(page.headers.get('cache-control')).toContain('no-store')
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
})

test('looking changes nothing, and HEAD answers without a body', async () => {
  const { link, id } = await mailedAward()
  const isMailed = async () => (await db.assertion.findUnique({ where: { id } }))?.mailedAt
  await expect.poll(isMailed).not.toBeNull()
  const before = await db.assertion.findUnique({ where: { id } })
  const sessions = await db.session.count()
  await new Browser().get(link)
  const head = await fetch(new URL(link, process.env['SITE_URL']), { method: 'HEAD' })
  expect(head.status).toBe(200)
  expect(await db.assertion.findUnique({ where: { id } })).toEqual(before)
  expect(await db.session.count()).toBe(sessions)
})

test('the link is no login: it opens no other page', async () => {
  const { link, id } = await mailedAward()
  const browser = new Browser()
  await browser.get(link)
  expect((await browser.get('/home')).location).toContain('/log-in')
  expect((await browser.post(`/home/${id}/accept`)).location).toContain('/log-in')
  const token = link.slice('/claim/'.length)
  for (const path of [`/confirm-email/${token}`, `/reset-password/${token}`, `/u/${token}`]) {
    expect((await browser.get(path)).status).toBeGreaterThanOrEqual(400)
  }
})

test('the claim survives sign-up and confirmation, also on another device', async () => {
  const { link, address } = await mailedAward()
  const laptop = new Browser()
  await laptop.get(link)
  const claim = link.slice('/claim/'.length)
  await laptop.post('/sign-up', { name: 'Ana García', email: address, password, claim })
  const { link: confirm, code } = await confirmationFor(address)
  const phone = new Browser()
  await phone.get(confirm)
  const home = await phone.submit(confirm, { code, password })
  expect(wordsOf(home.text)).toContain('First Aid')
  expect(wordsOf(home.text)).toContain('Accept badge')
})

test('the address need not be typed again, and is not shown to whoever holds the link', async () => {
  const { link, address } = await mailedAward()
  const browser = new Browser()
  const page = await browser.submit('/sign-up', {
    name: 'Ana',
    email: '',
    password,
    claim: link.slice('/claim/'.length),
  })
  expect(wordsOf(page.text)).toContain('a***@example.org')
  expect(page.text).not.toContain(address)
  const home = await browser.submit((await confirmationFor(address)).link)
  expect(wordsOf(home.text)).toContain('Accept badge')
  expect((await new Browser().post('/sign-up', { name: 'Ana', email: '', password })).status).toBe(
    422,
  )
})

test('someone with an account logs in from the claim and finds the badge at Home', async () => {
  const maria = await learner('Maria')
  const { link } = await mailedAward(maria.addresses[0])
  const browser = new Browser()
  await browser.get(link)
  const page = await browser.submit('/log-in', {
    email: maria.addresses[0] ?? '',
    password,
    claim: link.slice('/claim/'.length),
  })
  expect(wordsOf(page.text)).toContain('First Aid')
  expect((await browser.get(link)).location).toBe('/home')
})

test('in another account the badge cannot be taken, and the page says why', async () => {
  const { link, id } = await mailedAward()
  const tom = await logIn(await learner('Tom'))
  const page = await tom.get(link)
  expect(wordsOf(page.text)).toContain('This badge is for another email address')
  expect((await tom.post(`/home/${id}/accept`)).status).toBe(404)
})

test('a sign-up with another address is told at Home where the badge went', async () => {
  const { link } = await mailedAward()
  const other = `other.${newId().slice(0, 8)}@example.org`
  const browser = new Browser()
  await browser.get(link)
  await browser.post('/sign-up', {
    name: 'Ana',
    email: other,
    password,
    claim: link.slice('/claim/'.length),
  })
  const text = (await mailbox.mailTo(other)).text ?? ''
  const home = await browser.submit(
    /http:\/\/localhost:\d+(\/confirm-email\/\S+)/.exec(text)?.[1] ?? '',
  )
  expect(wordsOf(home.text)).toContain('a***@example.org')
  expect(wordsOf(home.text)).not.toContain('Accept badge')
})

test('"not for me" ends the offer by a button, tells the issuer and shows them nothing else', async () => {
  const { link, id } = await mailedAward()
  const browser = new Browser()
  expect((await browser.get(`${link}/not-me`)).status).toBe(200)
  expect(await db.assertion.findUnique({ where: { id } })).toMatchObject({ decision: null })
  const page = await browser.post(`${link}/not-me`)
  expect(wordsOf(page.text)).toContain('Thank you for telling us')
  expect(await db.assertion.findUnique({ where: { id } })).toMatchObject({ decision: 'NOT_MINE' })
  expect((await mailbox.mailTo('badges@northfield.example')).text).toContain('First Aid')
})

test('each end of an offer has its own words', async () => {
  const maria = await learner('Maria')
  const accepted = await mailedAward(maria.addresses[0])
  const browser = await logIn(maria)
  await browser.post(`/home/${accepted.id}/accept`)
  expect(wordsOf((await browser.get(accepted.link)).text)).toContain('You already have this badge')
  expect(wordsOf((await new Browser().get(accepted.link)).text)).toContain(
    'This badge is already in an account',
  )

  const withdrawn = await mailedAward()
  await revoke(withdrawn.by, withdrawn.id, 'Sent twice', clock.now())
  const gone = await new Browser().get(withdrawn.link)
  expect(gone.status).toBe(410)
  expect(wordsOf(gone.text)).toContain('Northfield Exam Board took this badge back')
  expect(wordsOf(gone.text)).toContain('Sent twice')

  const late = await mailedAward()
  clock.ahead = days(181)
  const ended = await new Browser().get(late.link)
  clock.ahead = 0
  expect(ended.status).toBe(410)
  expect(wordsOf(ended.text)).toContain('The offer for this badge has ended')
  expect((await new Browser().get('/claim/not-a-token')).status).toBe(404)
})

test('the picture in the mail needs no login, and its signature cannot be changed', async () => {
  const { mail } = await mailedAward()
  const path = /http:\/\/localhost:\d+(\/pictures\/[^"]+\.png)/.exec(mail.html ?? '')?.[1] ?? ''
  const picture = await new Browser().get(path)
  expect(picture.status).toBe(200)
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect(picture.headers.get('content-security-policy')).toContain('sandbox')
  const forged = path.replace(
    /\/([0-9a-f])([0-9a-f]{31}-)/,
    (_all, first: string, rest: string) => `/${first === '0' ? '1' : '0'}${rest}`,
  )
  expect((await new Browser().get(forged)).status).toBe(404)
})

test('no more emails from an issuer: the link asks, the button and the one-click post act', async () => {
  const { mail, by, address } = await mailedAward()
  const link = /http:\/\/localhost:\d+(\/u\/\S+)/.exec(mail.text ?? '')?.[1] ?? ''
  expect((await new Browser().get(link)).status).toBe(200)
  expect(await db.unsubscription.count()).toBe(0)
  // RFC 8058: no cookie, no token of a form.
  const oneClick = await fetch(new URL(link, process.env['SITE_URL']), {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  })
  expect(oneClick.status).toBe(200)
  await awarded(by, await badgeOf(by, 'Another'), { email: address })
  const other = await mailedAward()
  expect(other.mail).toBeDefined()
  expect(mailbox.mailsTo(address)).toHaveLength(1)
})
