import { Router } from 'express'
import { config } from '#config'
import { NotFound } from '#errors'
import { keptMail, keptMails } from './kept.ts'

/** Development only: the mails that were kept because no mail server is set. */
export const devMail = Router()

const pagePolicy = [
  ...["default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'"],
  ...["font-src 'self'", "connect-src 'self'", "frame-src 'self'", "form-action 'self'"],
  ...["base-uri 'none'", "frame-ancestors 'none'"],
].join('; ')

/** A mail styles itself and nothing in it may run; its links open in the window around it. */
const mailPolicy = [
  ...["default-src 'none'", "style-src 'unsafe-inline'", `img-src 'self' ${config.siteUrl}`],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'"],
  'sandbox allow-top-navigation-by-user-activation',
].join('; ')

devMail.get('/', async (_req, res) => {
  const sentElsewhere = config.smtpUrl !== undefined
  res.render('mail-box/index', { title: 'Mail', mails: await keptMails(), sentElsewhere })
})

devMail.get('/:id', async (req, res) => {
  const mail = await found(req.params.id)
  res.set('Content-Security-Policy', pagePolicy)
  res.render('mail-box/show', { title: mail.subject, mail })
})

devMail.get('/:id/html', async (req, res) => {
  const { html } = await found(req.params.id)
  res.set({ 'Content-Security-Policy': mailPolicy, 'X-Frame-Options': 'SAMEORIGIN' })
  res.type('html').send(html.replace('<head>', '<head><base target="_top">'))
})

devMail.get('/:id/text', async (req, res) => {
  res.type('text/plain').send((await found(req.params.id)).text)
})

devMail.get('/:id/source', async (req, res) => {
  res.type('text/plain').send((await found(req.params.id)).source)
})

async function found(id: string) {
  const mail = await keptMail(id)
  if (!mail) throw new NotFound()
  return mail
}
