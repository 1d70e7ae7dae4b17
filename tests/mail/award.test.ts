import { afterAll, expect, test } from 'vitest'
import { readToken } from '#accounts/tokens'
import { config } from '#config'
import { db } from '#db'
import { mailAward } from '#mail/award'
import { pictureSignatureIsRight } from '#mail/links'
import { mailNotMine } from '#mail/not-mine'
import { closeTransport } from '#mail/transport'
import { mailbox } from '../support/mailbox.ts'
import { awardTo, now } from './cast.ts'

afterAll(closeTransport)

test('the recipient gets one mail with the button, the picture and the ways out, as HTML and text', async () => {
  const award = await awardTo('ana@example.org')
  await mailAward({ assertionId: award.id }, { now })
  const mail = await mailbox.mailTo('ana@example.org')

  expect(mail.subject).toBe('Cambridge English sent you a badge: B2 First')
  expect(mail.from).toMatchObject({
    name: 'Cambridge English via Passport',
    address: 'badges@passport.test',
  })
  expect(mail.html).toContain('>Get my badge</a>')
  expect(mail.html).toContain('alt="B2 First"')
  const picture = /src="[^"]*\/pictures\/(\w+)\/(\w+)-320\.png"/.exec(mail.html ?? '')
  expect(picture?.[0]).toContain(`"${config.siteUrl}/pictures/`)
  expect(picture?.[1]).toBe(award.id)
  expect(pictureSignatureIsRight(award.id, picture?.[2] ?? '')).toBe(true)
  expect(pictureSignatureIsRight(`${award.id}x`, picture?.[2] ?? '')).toBe(false)
  expect(mail.text).toMatch(
    /^You have a new badge\n\nB2 First\nfrom Cambridge English, 4 March 2026\n/,
  )
  expect(mail.text).toContain('Shows that you can use English.\n')
  expect(mail.text).toContain('The link works until 31 August 2026.')
})

test('both forms lead to the claim page, and to a way out for whoever it is not for', async () => {
  const award = await awardTo('links@example.org')
  await mailAward({ assertionId: award.id }, { now })
  const mail = await mailbox.mailTo('links@example.org')
  for (const form of [mail.html, mail.text]) {
    const token = /\/claim\/([\w.-]+)/.exec(form ?? '')?.[1] ?? ''
    expect(readToken('claim', token, now)).toEqual({ ok: true, id: award.id })
    expect(form).toContain(`/claim/${token}/not-me`)
    expect(form).toContain('links@example.org')
  }
})

test('its headers let mail programs sort it, end it with one click, and know a second copy', async () => {
  const award = await awardTo('headers@example.org')
  await mailAward({ assertionId: award.id }, { now })
  const mail = await mailbox.mailTo('headers@example.org')
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value

  expect(mail.messageId).toBe(`<award.${award.id}@localhost>`)
  expect(mail.replyTo).toMatchObject([{ address: config.supportEmail }])
  expect(header('auto-submitted')).toBe('auto-generated')
  expect(header('x-auto-response-suppress')).toBe('All')
  expect(header('feedback-id')).toBe('get-my-badge:transactional:passport')
  expect(header('x-entity-ref-id')).toBe(`award.${award.id}`)
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  expect(header('list-unsubscribe')?.startsWith(`<${config.siteUrl}/u/`)).toBe(true)
  const unsubscribe = /\/u\/(\S+)>$/.exec(header('list-unsubscribe') ?? '')
  expect(readToken('unsubscribe', unsubscribe?.[1] ?? '', now)).toEqual({ ok: true, id: award.id })
  expect(header('content-type')).toMatch(/^multipart\/alternative/)
  expect(mail.source.indexOf('text/plain')).toBeLessThan(mail.source.indexOf('text/html'))
  expect(mail.source.match(/Content-Transfer-Encoding: quoted-printable/g)).toHaveLength(2)
  expect(mail.source.length).toBeLessThan(30_000)
})

test('a job that is done twice mails once', async () => {
  const award = await awardTo('twice@example.org')
  for (let time = 0; time < 2; time++) await mailAward({ assertionId: award.id }, { now })
  expect(mailbox.mailsTo('twice@example.org')).toHaveLength(1)
  expect(await db.assertion.findUnique({ where: { id: award.id } })).toMatchObject({
    mailedAt: now,
  })
})

const pointless: [string, (award: { id: string; issuerId: string }) => Promise<unknown>][] = [
  ['was revoked', ({ id }) => db.assertion.update({ where: { id }, data: { revokedAt: now } })],
  [
    'was declined',
    ({ id }) => db.assertion.update({ where: { id }, data: { decision: 'DECLINED' } }),
  ],
  [
    'was accepted',
    ({ id }) => db.assertion.update({ where: { id }, data: { decision: 'ACCEPTED' } }),
  ],
  ['has ended', ({ id }) => db.assertion.update({ where: { id }, data: { offerEndsAt: now } })],
  [
    'comes from an issuer whose mail the address wants no more',
    ({ issuerId }) =>
      db.unsubscription.create({ data: { address: 'nobody@example.org', issuerId } }),
  ],
]

test.each(pointless)('an award that %s is not mailed', async (_why, happens) => {
  const award = await awardTo('nobody@example.org')
  await happens(award)
  await mailAward({ assertionId: award.id }, { now })
  expect(mailbox.mailsTo('nobody@example.org')).toHaveLength(0)
})

test('an award that is gone is not mailed', async () => {
  await expect(mailAward({ assertionId: 'gone' }, { now })).resolves.toBeUndefined()
})

test('the issuer hears that an award reached the wrong person, once somebody says so', async () => {
  const award = await awardTo('wrong@example.org')
  await mailNotMine({ assertionId: award.id }, { now })
  expect(mailbox.mailsTo('badges@c.example')).toHaveLength(0)

  await db.assertion.update({ where: { id: award.id }, data: { decision: 'NOT_MINE' } })
  await mailNotMine({ assertionId: award.id }, { now })
  const mail = await mailbox.mailTo('badges@c.example')
  expect(mail.subject).toBe('Wrong address: B2 First')
  expect(mail.messageId).toBe(`<not-mine.${award.id}@localhost>`)
  for (const form of [mail.html, mail.text]) {
    expect(form).toContain('wrong@example.org')
    expect(form).toContain('4 March 2026')
  }
})
