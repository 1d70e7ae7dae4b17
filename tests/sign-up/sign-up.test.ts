import { expect, test } from 'vitest'
import { db } from '#db'
import { startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailbox } from '../support/mailbox.ts'
import { learner, password } from '../support/people.ts'
import { confirmationFor, newAddress, signUp } from '../support/sign-up.ts'

startApp()

test('someone signs up, presses the button in the mail and is at Home', async () => {
  const address = newAddress()
  const { browser, page } = await signUp(address)
  expect(page.location).toBe('/check-your-email')
  expect(wordsOf((await browser.get('/check-your-email')).text)).toContain(address)

  const { link } = await confirmationFor(address)
  const asked = await browser.get(link)
  expect(wordsOf(asked.text)).toContain('Yes, confirm')
  expect(await db.emailAddress.findUnique({ where: { address } })).toBeNull()

  const home = await browser.submit(link)
  expect(wordsOf(home.text)).toContain('Email confirmed')
  expect(await db.emailAddress.findUnique({ where: { address } })).not.toBeNull()
})

test('the six characters do the same, in small letters and with a space too', async () => {
  const address = newAddress()
  const { browser } = await signUp(address)
  const { code } = await confirmationFor(address)
  const typed = `${code.slice(0, 3).toLowerCase()} ${code.slice(3)}`
  expect((await browser.post('/confirm', { code: typed })).location).toBe('/home')
})

test('a sign-up for a known address looks the same and mails its owner how to log in', async () => {
  const known = await learner('Maria')
  const [mine = ''] = known.addresses
  const yes = await signUp(mine)
  const no = await signUp(newAddress())
  expect(yes.page.location).toBe(no.page.location)
  expect(yes.page.status).toBe(no.page.status)
  const mail = await mailbox.mailTo(mine)
  expect(mail.subject).toBe('You already have a Passport account')
  expect(mail.text).not.toContain('/confirm-email/')
})

test('the form comes back with what was typed, never the password, and says what to mend', async () => {
  const browser = new Browser()
  const wrong = await browser.post('/sign-up', {
    name: '',
    email: 'ana at example',
    password: 'short',
  })
  expect(wrong.status).toBe(422)
  const words = wordsOf(wrong.text)
  expect(wrong.text).toContain('value="ana at example"')
  expect(wrong.text).not.toContain('value="short"')
  expect(wrong.text).toMatch(/<title>\s*Error: /)
  for (const message of [
    'There is a problem',
    'Enter your full name',
    'Enter an email address, like name@example.com',
    'Passwords need 12 or more characters',
  ]) {
    expect(words).toContain(message)
  }
})

test.each([
  ['a password that many use', 'passwordpassword'],
  ['the own name', 'Ana García 2026'],
  ['one letter repeated', 'aaaaaaaaaaaaaaaa'],
])('%s is refused as a password', async (_what, easy) => {
  const { page } = await signUp(newAddress(), { password: easy })
  expect(page.status).toBe(422)
})

test.each([
  ['NUL in the name', { name: 'Ana\0' }],
  ['ten times too long', { name: 'a'.repeat(5_000) }],
  ['two addresses', { email: 'a@x.test, b@x.test' }],
  ['a header in the address', { email: 'a@x.test\r\nBcc: b@x.test' }],
  ['a repeated field', { name: ['Ana', 'Bea'] }],
])('%s is refused and nothing is written', async (_what, fields) => {
  const before = await db.signUp.count()
  const browser = new Browser()
  const page = await browser.post('/sign-up', {
    name: 'Ana',
    email: newAddress(),
    password,
    ...fields,
  })
  expect(page.status).toBe(422)
  expect(await db.signUp.count()).toBe(before)
})
