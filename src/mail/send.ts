import addressparser from 'nodemailer/lib/addressparser'
import { readAddress } from '#accounts/email-address'
import { config } from '#config'
import { GiveUp } from '#queue/failures'
import { keep } from './kept.ts'
import { mails, type MailLocals, type MailName } from './mails.ts'
import { renderMail } from './render.ts'
import { deliver } from './transport.ts'
import { fit, nameForHeader, oneLine } from './wording.ts'

export interface Letter<Name extends MailName> {
  to: string
  /** Says which mail this is; the same when it has to be sent again, so that a second copy is known as one. */
  id: string
  /** Whose act it was, to stand before "via Passport". */
  issuer?: string
  /** One click there, without a login, ends mails like this one. */
  unsubscribeLink?: string
  locals: MailLocals[Name]
  now: Date
}

/**
 * Sends one mail to one address, or keeps it where no mail server is set. At least once: when the
 * connection ends before the server's "250", nobody can know whether it has the mail.
 */
export async function send<Name extends MailName>(name: Name, letter: Letter<Name>): Promise<void> {
  // One plain address, whatever is stored: a list or a line end would mail somebody else.
  const to = readAddress(letter.to)?.canonical
  if (to === undefined) throw new GiveUp('there is no address to send to')
  const message = await compose(name, letter, to)
  if (config.smtpUrl === undefined) await keep(message, to, letter.now)
  else await deliver(message, config.smtpUrl)
}

const domain = new URL(config.siteUrl).hostname

async function compose<Name extends MailName>(name: Name, letter: Letter<Name>, to: string) {
  const { kind, subject, preheader } = mails[name]
  const head = {
    subject: fit(oneLine(subject(letter.locals)), 50),
    preheader: preheader(letter.locals),
  }
  const sender = senderOf(letter.issuer)
  return {
    from: sender,
    replyTo: { name: '', address: config.supportEmail },
    to: { name: '', address: to },
    envelope: { from: sender.address, to: [to] },
    subject: head.subject,
    ...(await renderMail(name, { ...letter.locals, ...head })),
    textEncoding: 'quoted-printable' as const,
    date: letter.now,
    messageId: `<${letter.id}@${domain}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Feedback-ID': `${name}:${kind}:passport`,
      'X-Entity-Ref-ID': letter.id,
      ...unsubscribing(letter.unsubscribeLink),
    },
  }
}

/** Always our own address, for the issuer's domain has not allowed us to send in its name (DMARC). */
function senderOf(issuer: string | undefined) {
  const [own] = addressparser(config.mailFrom, { flatten: true })
  const { name, address } = own ?? { name: '', address: config.mailFrom }
  if (issuer === undefined) return { name, address }
  return { name: `${fit(nameForHeader(issuer, 'An issuer'), 60)} via Passport`, address }
}

function unsubscribing(link: string | undefined): Record<string, string> {
  if (link === undefined) return {}
  return { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}
