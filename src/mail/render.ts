import { fileURLToPath } from 'node:url'
import ejs from 'ejs'
import { config } from '#config'
import type { MailLocals, MailName } from './mails.ts'
import { withoutLinks } from './wording.ts'

const folder = fileURLToPath(new URL('../../views/mail', import.meta.url))
const cache = config.environment === 'production'

const site = {
  siteName: 'Passport',
  siteUrl: config.siteUrl,
  supportEmail: config.supportEmail,
  postalAddress: config.postalAddress,
  words: withoutLinks,
}

type Head = { subject: string; preheader: string }

/** Both forms of a mail. In the text form nothing is escaped: there is no markup to break out of. */
export async function renderMail<Name extends MailName>(
  name: Name,
  locals: MailLocals[Name] & Head,
): Promise<{ html: string; text: string }> {
  const all = { ...site, ...locals }
  const [html, text] = await Promise.all([
    ejs.renderFile(`${folder}/${name}.html.ejs`, all, { cache }),
    ejs.renderFile(`${folder}/${name}.text.ejs`, all, { cache, escape: String }),
  ])
  return { html, text: tidy(text) }
}

/** Lines that only held template tags leave gaps. */
const tidy = (text: string) =>
  `${text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
