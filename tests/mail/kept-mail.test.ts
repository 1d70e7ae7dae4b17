import PostalMime from 'postal-mime'
import { beforeAll, expect, test } from 'vitest'
import { keep, keptMails } from '#mail/kept'
import { startApp } from '../support/app.ts'
import { Browser } from '../support/browser.ts'

const at = new Date('2026-03-04T10:00:00Z')
const letter = {
  messageId: '<award.1@localhost>',
  subject: 'A badge & more',
  from: 'badges@passport.test',
  html: '<!doctype html><html><head><title>x</title></head><body><a href="/claim/t">Get my badge</a></body></html>',
  text: 'Get my badge <here>',
}

startApp()
const browser = new Browser()
beforeAll(() => keep(letter, 'ana@example.org', at))

test('a mail that is kept again, with the same id, stays one', async () => {
  await keep(letter, 'ana@example.org', at)
  expect(await keptMails()).toMatchObject([{ subject: 'A badge & more', to: 'ana@example.org' }])
})

test('what is kept is the message as it would go out', async () => {
  const [mail] = await keptMails()
  const { text } = await browser.get(`/dev/mail/${mail?.id ?? ''}/source`)
  const parsed = await PostalMime.parse(text)
  expect(parsed).toMatchObject({ messageId: letter.messageId, subject: letter.subject })
  expect(parsed.html?.trim()).toBe(letter.html)
})

test('/dev/mail lists the mails and says when they go elsewhere', async () => {
  const { status, text } = await browser.get('/dev/mail')
  expect(status).toBe(200)
  expect(text).toContain('A badge &amp; more')
  expect(text).toContain('ana@example.org')
  expect(text).toContain('A mail server is set (SMTP_URL)')
})

test('a mail is shown as HTML in a frame where nothing can run, as text and as source', async () => {
  const [mail] = await keptMails()
  const path = `/dev/mail/${mail?.id ?? ''}`
  const page = await browser.get(path)
  expect(page.text).toContain(`src="${path}/html"`)
  expect(page.text).toContain('Get my badge &lt;here&gt;')
  expect(page.headers.get('content-security-policy')).toContain("frame-src 'self'")

  const html = await browser.get(`${path}/html`)
  expect(html.headers.get('content-security-policy')).toMatch(
    /default-src 'none'.*sandbox allow-top-nav/,
  )
  expect(html.headers.get('x-frame-options')).toBe('SAMEORIGIN')
  expect(html.text).toContain('<head><base target="_top">')

  const text = await browser.get(`${path}/text`)
  expect(text.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(text.text).toBe(letter.text)
})

test('a mail that is not there answers 404', async () => {
  expect((await browser.get('/dev/mail/nothing')).status).toBe(404)
})
