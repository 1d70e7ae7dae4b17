import { describe, expect, test } from 'vitest'
import { minutes } from '#durations'
import { db } from '#db'
import { clock, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { mailbox, soon } from '../support/mailbox.ts'
import { learner, password } from '../support/people.ts'
import { startProviders } from '../support/oauth-server.ts'
import { newAddress } from '../support/sign-up.ts'
import { atFacebook, atGoogle, comeFrom } from '../support/visitors.ts'

startApp()
const { google, facebook } = startProviders()

describe('somebody whose address has an account already', () => {
  test('logs in to it once, agrees, and Google is added', async () => {
    const maria = await learner('Maria')
    const [address = ''] = maria.addresses
    const person = atGoogle(address)
    const { browser, page } = await comeFrom(google, person)
    expect(page.location).toBe('/log-in?next=%2Fsettings%2Fproviders%2Fwaiting')
    const asked = wordsOf((await browser.follow(page)).text)
    expect(asked).toContain('You already have an account with this address')
    expect((await browser.get('/home')).location).toContain('/log-in')
    expect(await db.identity.count({ where: { subject: person.sub } })).toBe(0)

    const consent = await browser.submit('/log-in', {
      ...{ email: address, password: password },
      next: '/settings/providers/waiting',
    })
    expect(wordsOf(consent.text)).toContain('Add Google to your account?')
    expect(wordsOf(consent.text)).toContain(address)
    expect(await db.identity.count({ where: { subject: person.sub } })).toBe(0)

    expect((await browser.post('/settings/providers/waiting')).location).toBe('/home')
    expect((await comeFrom(google, person)).page.location).toBe('/home')
    const mail = await soon(
      () => mailbox.mailsTo(address).find(({ text }) => text?.includes('A way to log in')),
      'mail about it',
    )
    expect(mail.text).toContain('Google')
  })

  test('says no, and nothing is added', async () => {
    const maria = await learner('Maria')
    const person = atGoogle(maria.addresses[0] ?? '')
    const { browser } = await comeFrom(google, person)
    const login = { email: maria.addresses[0] ?? '', password: password }
    await browser.submit('/log-in', { ...login, next: '/settings/providers/waiting' })
    expect((await browser.post('/settings/providers/waiting/no')).location).toBe('/home')
    expect((await browser.post('/settings/providers/waiting')).location).toBe('/settings/providers')
    expect(await db.identity.count({ where: { subject: person.sub } })).toBe(0)
  })

  test('has ten minutes for it', async () => {
    const maria = await learner('Maria')
    const person = atGoogle(maria.addresses[0] ?? '')
    const { browser } = await comeFrom(google, person)
    clock.ahead += minutes(11)
    const login = { email: maria.addresses[0] ?? '', password: password }
    const page = await browser.submit('/log-in', { ...login, next: '/settings/providers/waiting' })
    expect(wordsOf(page.text)).toContain('Please start again')
    expect(await db.identity.count({ where: { subject: person.sub } })).toBe(0)
  })

  test('through Facebook does not even hear of it: the mail says so', async () => {
    const maria = await learner('Maria')
    const [address = ''] = maria.addresses
    const person = atFacebook(address)
    const { browser, page } = await comeFrom(facebook, person)
    expect(page.location).toBe('/sign-up/address')
    const known = await browser.post('/sign-up/address', { name: 'Ana', email: address })
    const other = await comeFrom(facebook, atFacebook())
    const fields = { name: 'Ana', email: newAddress() }
    const unknown = await other.browser.post('/sign-up/address', fields)
    expect([known.status, known.location]).toEqual([unknown.status, unknown.location])
    const mail = await mailbox.mailTo(address)
    expect(mail.subject).toBe('You already have a Passport account')
    expect((await browser.get('/home')).location).toBe('/check-your-email')
    expect(await db.identity.count({ where: { subject: person.id } })).toBe(0)
  })
})
