import { expect, test } from 'vitest'
import { minutes } from '#durations'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailAbout, mailbox } from '../support/mailbox.ts'
import { learner, logIn, password } from '../support/people.ts'

startApp()

const next = 'another long password'

async function resetLink(address: string, nth = 1) {
  const mail = await mailbox.mailTo(address, nth)
  return /http:\/\/localhost:\d+(\/reset-password\/\S+)/.exec(mail.text ?? '')?.[1] ?? ''
}

test('a reset sets a new password once, ends every login and says so by mail', async () => {
  const maria = await learner('Maria')
  const [address = ''] = maria.addresses
  const elsewhere = await logIn(maria)
  const browser = new Browser()
  expect(wordsOf((await browser.post('/forgot-password', { email: address })).text)).toContain(
    'Check your email',
  )

  const link = await resetLink(address)
  expect((await browser.get(link)).status).toBe(200)
  expect((await browser.post(link, { password: 'short' })).status).toBe(422)
  expect(wordsOf((await browser.post(link, { password: next })).text)).toContain(
    'Your password was changed',
  )

  expect((await elsewhere.get('/home')).location).toContain('/log-in')
  expect((await browser.get('/home')).location).toContain('/log-in')
  expect((await new Browser().post('/log-in', { email: address, password })).status).toBe(422)
  expect((await new Browser().post('/log-in', { email: address, password: next })).location).toBe(
    '/home',
  )
  await mailAbout(address, 'Your password was changed')
  expect((await browser.post(link, { password: 'a third long password' })).status).toBe(410)
})

test('only the newest link works, and for half an hour', async () => {
  const [address = ''] = (await learner('Maria')).addresses
  const browser = new Browser()
  await browser.post('/forgot-password', { email: address })
  const first = await resetLink(address)
  await browser.post('/forgot-password', { email: address })
  const second = await resetLink(address, 2)
  expect((await browser.get(first)).status).toBe(410)
  expect((await browser.get(second)).status).toBe(200)
  clock.ahead = minutes(31)
  expect((await browser.post(second, { password: next })).status).toBe(410)
  clock.ahead = 0
})

test('an unknown address gets the same page, and no mail', async () => {
  const [known = ''] = (await learner('Maria')).addresses
  const unknown = 'nobody.at.all@example.org'
  const [yes, no] = await Promise.all(
    [known, unknown].map(async (email) => {
      const { text } = await new Browser().post('/forgot-password', { email })
      return text.replaceAll(email, 'ADDRESS').replace(/name="_csrf" value="[^"]+"/g, '')
    }),
  )
  expect(yes).toBe(no)
  await mailbox.mailTo(known)
  expect(mailbox.mailsTo(unknown)).toEqual([])
})
