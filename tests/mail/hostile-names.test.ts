import { afterAll, expect, test } from 'vitest'
import { config } from '#config'
import { mailAward } from '#mail/award'
import { mails, type MailLocals, type MailName } from '#mail/mails'
import { renderMail } from '#mail/render'
import { send } from '#mail/send'
import { closeTransport } from '#mail/transport'
import { GiveUp } from '#queue/failures'
import { mailbox } from '../support/mailbox.ts'
import { awardTo, now } from './cast.ts'

afterAll(closeTransport)

const hostile = '"><script>alert(1)</script><%= 7*7 %>${7*7}{{7*7}}&amp;'

const everyLocal = new Proxy<Record<string, string>>({}, { get: () => hostile })
const named = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, everyLocal[name]]))

const locals: { [Name in MailName]: MailLocals[Name] } = {
  'get-my-badge': named(
    ...['issuer', 'badge', 'about', 'issuedOn', 'picture', 'claimLink', 'notMineLink'],
    ...['unsubscribeLink', 'offerEnds', 'address'],
  ) as unknown as MailLocals['get-my-badge'],
  'confirm-email': named('code', 'confirmLink', 'address') as MailLocals['confirm-email'],
  'already-registered': named(
    'logInLink',
    'forgotLink',
    'address',
  ) as MailLocals['already-registered'],
  'confirm-address': named(
    ...['code', 'confirmLink', 'account', 'address'],
  ) as unknown as MailLocals['confirm-address'],
  'address-in-use': named('addressesLink', 'forgotLink', 'address') as MailLocals['address-in-use'],
  'log-in-code': named('code', 'address') as MailLocals['log-in-code'],
  'reset-password': named('resetLink', 'address') as MailLocals['reset-password'],
  'security-notice': named(
    'says',
    'text',
    'about',
    'device',
    'at',
    'devicesLink',
    'forgotLink',
    'address',
  ) as MailLocals['security-notice'],
  'export-ready': named('dataLink', 'until', 'address') as MailLocals['export-ready'],
  'badge-news': named(
    ...['subject', 'says', 'text', 'badge', 'issuer', 'badgeLink', 'address'],
  ) as unknown as MailLocals['badge-news'],
  'not-mine': named(
    'issuer',
    'badge',
    'awardedOn',
    'recipient',
    'address',
  ) as MailLocals['not-mine'],
}

test.each(Object.keys(mails) as MailName[])(
  '%s shows every value as text in HTML, and as it is in text',
  async (name) => {
    const head = { subject: hostile, preheader: hostile }
    const { html, text } = await renderMail(name, { ...locals[name], ...head })
    expect(html).not.toContain('<script')
    expect(html).not.toContain(hostile.slice(0, 5))
    expect(html).not.toMatch(/\b49\b/)
    expect(html).toContain('&#34;&gt;&lt;script&gt;')
    expect(text).toContain(hostile)
    expect(text).not.toMatch(/&lt;|&#34;/)
    expect(html.length).toBeLessThan(30_000)
  },
)

test('a name that is an address becomes no link of ours, and no part of a subject', async () => {
  const names = { badge: 'http://evil.test/a', issuer: 'Pay at www.evil.test or me@evil.test' }
  const award = await awardTo('linked@example.org', {
    ...names,
    about: 'See https://evil.test now.',
  })
  await mailAward({ assertionId: award.id }, { now })
  const mail = await mailbox.mailTo('linked@example.org')
  expect(mail.subject).toBe('Pay at or sent you a badge: open it to see')
  expect(mail.from?.name).toBe('Pay at or via Passport')
  for (const form of [mail.html ?? '', mail.text ?? '']) expect(form).not.toContain('evil.test')
  const links = [...(mail.html ?? '').matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link)
  expect(links.length).toBeGreaterThan(5)
  const ours = [config.siteUrl, `mailto:${config.supportEmail}`]
  for (const link of links) expect(ours.some((start) => link?.startsWith(start))).toBe(true)
})

test('line ends, quotes and turned writing in names stay out of the headers', async () => {
  const issuer = 'Evil"\r\nBcc: other@evil.test\r\n <\u202Egro.live>, Inc'
  const award = await awardTo('split@example.org', { issuer, badge: 'A\r\nX-Evil: 1' })
  await mailAward({ assertionId: award.id }, { now })
  const mail = await mailbox.mailTo('split@example.org')
  expect(mail.recipients).toEqual(['split@example.org'])
  expect(mail.from).toMatchObject({
    address: 'badges@passport.test',
    name: 'Evil Bcc: gro.live, Inc via Passport',
  })
  expect(mail.subject).toBe('Evil Bcc: gro.live, I… sent you a badge: A X-Evil…')
  expect(mail.headers.map(({ key }) => key)).not.toContain('x-evil')
  expect(mail.headers.map(({ key }) => key)).not.toContain('bcc')
})

test('a long name is cut between characters, so that a subject has 50 at most', async () => {
  const award = await awardTo('long@example.org', {
    issuer: 'Ö'.repeat(80),
    badge: '👩‍👩‍👧‍👦'.repeat(30),
  })
  await mailAward({ assertionId: award.id }, { now })
  const { subject = '' } = await mailbox.mailTo('long@example.org')
  const graphemes = [...new Intl.Segmenter('en').segment(subject)]
  expect(graphemes).toHaveLength(50)
  expect(subject).toMatch(/^Ö{21}… sent you a badge: (👩‍👩‍👧‍👦)+…$/u)
})

const notOneAddress = [
  'ana@x.test\r\nBcc: eve@x.test',
  'ana@x.test, eve@x.test',
  'ana@x.test;eve@x.test',
  '"ana,eve@y"@x.test',
  'ana@x.test>',
  '<ana@x.test',
  'Ana <ana@x.test>',
  'friends: ana@x.test, eve@x.test;',
  `${'a'.repeat(400)}@x.test`,
  'ana@x.test\0',
  '',
]

test.each(notOneAddress)('%j is mailed to nobody', async (to) => {
  const before = mailbox.mails.length
  const locals = { resetLink: config.siteUrl, address: to }
  const sending = send('reset-password', { to, id: 'x', now, locals })
  await expect(sending).rejects.toBeInstanceOf(GiveUp)
  expect(mailbox.mails).toHaveLength(before)
})

test('an address with letters of any script is mailed in its one canonical form', async () => {
  const locals = { resetLink: config.siteUrl, address: 'ana' }
  await send('reset-password', { to: ' Ana@BÜCHER.test ', id: 'idn', now, locals })
  expect((await mailbox.mailTo('ana@xn--bcher-kva.test')).recipients).toHaveLength(1)
})
