import { expect, test } from 'vitest'
import { db } from '#db'
import { minutes } from '#durations'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailAbout, mailbox } from '../support/mailbox.ts'
import { learner, logIn, password } from '../support/people.ts'

startApp()

const next = 'another long password'

test('a changed password ends every other login and every reset, and is told of by mail', async () => {
  const maria = await learner('Maria')
  const [address = ''] = maria.addresses
  const [here, elsewhere] = [await logIn(maria), await logIn(maria)]
  expect((await mailbox.mailTo(address)).subject).toContain('A new device')
  await new Browser().post('/forgot-password', { email: address })
  const text = (await mailAbout(address, 'Change your Passport password')).text ?? ''
  const reset = /http:\/\/localhost:\d+(\/reset-password\/\S+)/.exec(text)?.[1] ?? ''

  const page = await here.submit('/settings/password', { current: password, password: next })
  expect(wordsOf(page.text)).toContain('Your password was changed')
  expect((await here.get('/home')).status).toBe(200)
  expect((await elsewhere.get('/home')).location).toContain('/log-in')
  expect((await new Browser().get(reset)).status).toBe(410)
  expect((await new Browser().post('/log-in', { email: address, password })).status).toBe(422)
  const again = await new Browser().post('/log-in', { email: address, password: next })
  expect(again.location).toBe('/home')
  await mailAbout(address, 'Your password was changed')
})

test.each([
  ['no password of now', { password: next }, 'Enter your password'],
  ['a wrong one', { current: 'not the right one', password: next }, 'This is not your password'],
  ['a new one that is short', { current: password, password: 'short' }, '12 or more'],
  ['a new one that many use', { current: password, password: 'passwordpassword' }, 'Many people'],
])('with %s nothing changes', async (_what, fields, says) => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const before = await db.account.findUniqueOrThrow({ where: { id: maria.id } })
  const page = await browser.post('/settings/password', fields)
  expect(page.status).toBe(422)
  expect(wordsOf(page.text)).toContain(says)
  expect(await db.account.findUnique({ where: { id: maria.id } })).toEqual(before)
})

test('whoever has no password can choose one without showing one', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  await db.account.update({ where: { id: maria.id }, data: { passwordHash: null } })
  const form = await browser.get('/settings/password')
  expect(form.text).not.toContain('name="current"')
  await browser.submit('/settings/password', { password: next })
  const [email = ''] = maria.addresses
  expect((await new Browser().post('/log-in', { email, password: next })).location).toBe('/home')
  const subject = 'A password was added to your account'
  expect((await mailAbout(email, subject)).subject).toBe(subject)
})

test('an open browser is no place to guess the password: tries are counted', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const wrong = { current: 'not the right one', password: next }
  for (let tries = 0; tries < 20; tries += 1) {
    expect((await browser.post('/settings/password', wrong)).status).toBe(422)
  }
  const late = await browser.post('/settings/password', { current: password, password: next })
  expect(late.status).toBe(429)
})

test('ten minutes after the login it is asked for again, by the same account, and leads back', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  clock.ahead = minutes(10.1)
  const asked = await browser.get('/settings/password')
  expect(asked.location).toBe('/log-in/again?next=%2Fsettings%2Fpassword')
  const again = await browser.follow(asked)
  expect(wordsOf(again.text)).toContain('Please log in again')
  expect(wordsOf(again.text)).toContain(maria.addresses[0])
  const wrong = await browser.post('/log-in/again', { password: 'no', next: '/settings/password' })
  expect(wrong.status).toBe(422)

  const before = browser.cookies.get('sid')
  const back = await browser.post('/log-in/again', { password, next: '/settings/password' })
  expect(back.location).toBe('/settings/password')
  expect(browser.cookies.get('sid')).not.toBe(before)
  expect((await browser.get('/settings/password')).status).toBe(200)
  clock.ahead = 0
})
