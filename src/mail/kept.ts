import type { SendMailOptions } from 'nodemailer'
import { db } from '#db'
import { hashed } from '#ids'
import { compose } from './transport.ts'

interface Letter extends SendMailOptions {
  messageId: string
  subject: string
  html: string
  text: string
}

const shown = 200

/** Without a mail server, mail is kept and shown at /dev/mail. A repeat takes the place of the first. */
export async function keep(message: Letter, to: string, now: Date): Promise<void> {
  const { subject, html, text } = message
  const id = hashed(message.messageId).slice(0, 22)
  const kept = { to, subject, html, text, source: await compose(message), createdAt: now }
  await db.keptMail.upsert({ where: { id }, create: { id, ...kept }, update: kept })
}

export function keptMails() {
  return db.keptMail.findMany({
    select: { id: true, to: true, subject: true, createdAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: shown,
  })
}

export function keptMail(id: string) {
  return db.keptMail.findUnique({ where: { id } })
}
