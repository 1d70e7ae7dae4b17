import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { mailedCode } from '#accounts/code'
import { confirmationCode, readToken } from '#accounts/tokens'
import { config } from '#config'
import { db } from '#db'
import { mailConfirmation } from '#mail/confirmation'
import { mailLogInCode } from '#mail/log-in-code'
import { mailReset } from '#mail/password'
import { mailSecurityNotice } from '#mail/security-notice'
import { closeTransport } from '#mail/transport'
import { mailbox } from '../support/mailbox.ts'
import { learnerWith, now, signUpWith } from './cast.ts'

afterAll(closeTransport)

const minutes = (count: number) => count * 60_000
const job = (writtenAt = now) => ({ id: randomUUID(), writtenAt, now: writtenAt })
const unsubscribing = (mail: { headers: { key: string }[] }) =>
  mail.headers.some(({ key }) => key.startsWith('list-unsubscribe'))

test('who signs up gets a link and a code, which a phone shows before the mail is opened', async () => {
  const signUp = await signUpWith('new@example.org')
  await mailConfirmation({ signUpId: signUp.id, mailing: 1 }, { now })
  const mail = await mailbox.mailTo('new@example.org')
  const code = confirmationCode(signUp.id, 1)

  expect(mail.subject).toBe('Confirm your email for Passport')
  expect(mail.html?.slice(mail.html.indexOf('<body'))).toMatch(
    new RegExp(`^<body[^>]*>\\s*<div[^>]*>Your code is ${code}`),
  )
  expect(mail.html).toContain('>Confirm my email</a>')
  expect(mail.text).toContain(`Your code: ${code}`)
  for (const form of [mail.html, mail.text]) {
    const token = /\/confirm-email\/([\w.-]+)/.exec(form ?? '')?.[1] ?? ''
    expect(readToken('confirm', token, now)).toEqual({ ok: true, id: signUp.id })
  }
  expect(unsubscribing(mail)).toBe(false)
})

test('who has an account already is told so by mail, and by nothing else', async () => {
  await learnerWith('known@example.org')
  const signUp = await signUpWith('known@example.org')
  await mailConfirmation({ signUpId: signUp.id, mailing: 1 }, { now })
  const mail = await mailbox.mailTo('known@example.org')
  expect(mail.subject).toBe('You already have a Passport account')
  for (const form of [mail.html, mail.text]) {
    expect(form).toContain(`${config.siteUrl}/log-in`)
    expect(form).toContain(`${config.siteUrl}/forgot-password`)
    expect(form).not.toContain('/confirm-email/')
  }
})

test('a sign-up that is confirmed, gone or mailed anew gets no old mail', async () => {
  const signUp = await signUpWith('late@example.org')
  await mailConfirmation({ signUpId: 'gone', mailing: 1 }, { now })
  await mailConfirmation({ signUpId: signUp.id, mailing: 2 }, { now })
  await db.signUp.update({ where: { id: signUp.id }, data: { confirmedAt: now } })
  await mailConfirmation({ signUpId: signUp.id, mailing: 1 }, { now })
  expect(mailbox.mailsTo('late@example.org')).toHaveLength(0)
})

const codeAskedFor = (address: string) =>
  db.logInCode.create({ data: { id: randomUUID(), address, typed: address, createdAt: now } })

test('a code to log in goes to an address with an account, and a phone shows it at once', async () => {
  await learnerWith('code@example.org')
  const { id } = await codeAskedFor('code@example.org')
  await mailLogInCode({ codeId: id }, { now })
  const mail = await mailbox.mailTo('code@example.org')
  const code = mailedCode('log-in-code', id)
  expect(mail.subject).toBe(`Your code for Passport: ${code}`)
  for (const form of [mail.html, mail.text]) {
    expect(form).toContain(code)
    expect(form).toContain('code@example.org')
    // A link that logs in would log in the mail scanner that opens it.
    expect(form).not.toMatch(/\/log-in/)
  }
  expect(unsubscribing(mail)).toBe(false)
})

test('the same code however often it is mailed; none after ten minutes, once used, or to a stranger', async () => {
  const address = 'codes@example.org'
  await learnerWith(address)
  const { id } = await codeAskedFor(address)
  await mailLogInCode({ codeId: id }, { now })
  await mailLogInCode({ codeId: id }, { now: new Date(+now + minutes(9)) })
  const [first, second] = mailbox.mailsTo(address)
  expect(first?.messageId).toBe(second?.messageId)
  expect(first?.subject).toBe(second?.subject)

  await mailLogInCode({ codeId: id }, { now: new Date(+now + minutes(10)) })
  await db.logInCode.update({ where: { id }, data: { usedAt: now } })
  await mailLogInCode({ codeId: id }, { now })
  await mailLogInCode({ codeId: 'gone' }, { now })
  expect(mailbox.mailsTo(address)).toHaveLength(2)
  const unknown = await codeAskedFor('stranger@example.org')
  await mailLogInCode({ codeId: unknown.id }, { now })
  expect(mailbox.mailsTo('stranger@example.org')).toHaveLength(0)
})

test('a reset link goes to an address with an account; others get nothing', async () => {
  await learnerWith('forgot@example.org')
  const asked = job()
  await mailReset({ address: 'forgot@example.org' }, asked)
  await mailReset({ address: 'unknown@example.org' }, job())
  const mail = await mailbox.mailTo('forgot@example.org')
  expect(mail.subject).toBe('Change your Passport password')
  for (const form of [mail.html, mail.text]) {
    const token = /\/reset-password\/([\w.-]+)/.exec(form ?? '')?.[1] ?? ''
    expect(readToken('reset', token, now)).toEqual({ ok: true, id: asked.id })
  }
  expect(mailbox.mailsTo('unknown@example.org')).toHaveLength(0)
  expect(unsubscribing(mail)).toBe(false)
})

test('the same request has one reset however often it is tried; a newer one ends it', async () => {
  const { id: accountId } = await learnerWith('again@example.org')
  const [first, second] = [job(), job(new Date(+now + minutes(1)))]
  const resets = () => db.passwordReset.findMany({ where: { accountId } })
  const address = 'again@example.org'

  await mailReset({ address }, first)
  await mailReset({ address }, first)
  expect(await resets()).toMatchObject([{ id: first.id, createdAt: now }])
  const copies = mailbox.mailsTo(address)
  expect(copies).toHaveLength(2)
  expect(copies[0]?.messageId).toBe(copies[1]?.messageId)
  expect(copies[0]?.text).toBe(copies[1]?.text)

  await mailReset({ address }, second)
  await mailReset({ address }, first)
  expect(await resets()).toMatchObject([{ id: second.id }])

  await db.passwordReset.update({ where: { id: second.id }, data: { usedAt: now } })
  await mailReset({ address }, second)
  expect(mailbox.mailsTo(address)).toHaveLength(3)
})

test('a reset that could not be mailed for half an hour is not mailed any more', async () => {
  await learnerWith('slow@example.org')
  await mailReset({ address: 'slow@example.org' }, { ...job(), now: new Date(+now + minutes(30)) })
  expect(mailbox.mailsTo('slow@example.org')).toHaveLength(0)
})

test('every address of an account, and one that has just left it, hears what happened', async () => {
  const { id: accountId } = await learnerWith('one@example.org', 'two@example.org')
  const event = { id: randomUUID(), accountId, kind: 'password-changed', at: now }
  await db.securityEvent.create({ data: { ...event, device: 'Firefox on Android' } })
  await mailSecurityNotice({ eventId: event.id, alsoTo: 'gone@example.org' }, job())
  for (const address of ['one@example.org', 'two@example.org', 'gone@example.org']) {
    const mail = await mailbox.mailTo(address)
    expect(mail.subject).toBe('Your password was changed')
    expect(mail.recipients).toEqual([address])
    expect(mail.headers.find(({ key }) => key === 'feedback-id')?.value).toContain(':security:')
    for (const form of [mail.html, mail.text]) {
      expect(form).toContain(`${config.siteUrl}/forgot-password`)
      expect(form).toContain('Device: Firefox on Android')
      expect(form).toContain('When: 4 March 2026, 10:00 UTC')
    }
    expect(unsubscribing(mail)).toBe(false)
  }
})
