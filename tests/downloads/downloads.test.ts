import { beforeAll, expect, test } from 'vitest'
import { db } from '#db'
import { site, startApp } from '../support/app.ts'
import { wordsOf, type Browser } from '../support/browser.ts'
import { foreignBadge } from '../support/foreign-badge.ts'
import { heldBadge, learner, logIn } from '../support/people.ts'
import { published } from '../support/published.ts'

startApp()

let browser: Browser
let id: string

beforeAll(async () => {
  const maria = await learner('Maria')
  browser = await logIn(maria)
  id = await heldBadge(maria, 'First Aid: Basics')
})

/** A file as it is sent, with its headers. */
async function file(path: string, by = browser) {
  const cookie = [...by.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(site + path, { headers: { cookie } })
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, headers: answer.headers, bytes }
}

test.each([
  ['badge.png', 'image/png', '89504e47'],
  ['badge.svg', 'image/svg+xml', Buffer.from('<svg').toString('hex')],
  ['badge.json', 'application/vc+ld+json', Buffer.from('{"@c').toString('hex')],
  ['badge.jwt', 'text/plain', Buffer.from('eyJ').toString('hex')],
  ['certificate.pdf', 'application/pdf', Buffer.from('%PDF-1.7').toString('hex')],
])('the owner of a private badge gets it as %s', async (name, mediaType, begin) => {
  const { status, headers, bytes } = await file(`/badges/${id}/download/${name}`)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toContain(mediaType)
  expect(headers.get('content-disposition')).toBe(`attachment; filename=first-aid-basics-${name}`)
  expect(headers.get('content-security-policy')).toContain('sandbox')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(bytes.toString('hex').startsWith(begin)).toBe(true)
})

test('in 2.0 a private badge is a signed text, and a published one is its data', async () => {
  const path = `/badges/${id}/download/badge-2.0.json`
  const before = await file(path)
  expect(before.headers.get('content-disposition')).toContain('badge-2.0.jws')
  expect(before.bytes.toString()).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/)
  const shown = await published()
  const after = await file(`/badges/${shown.id}/download/badge-2.0.json`, shown.browser)
  expect(after.headers.get('content-disposition')).toContain('badge-2.0.json')
  expect(JSON.parse(after.bytes.toString())).toMatchObject({ type: 'Assertion' })
})

test('the page names every form, and the badge’s page leads there', async () => {
  const page = await browser.get(`/badges/${id}/download`)
  for (const name of ['badge.png', 'badge.svg', 'badge.json', 'badge.jwt', 'badge-2.0.json'])
    expect(page.text).toContain(`href="/badges/${id}/download/${name}"`)
  expect(page.text).toContain(`href="/badges/${id}/download/certificate.pdf"`)
  expect(wordsOf(page.text)).toContain('Your badge is private, so the certificate has no QR code.')
  expect((await browser.get(`/badges/${id}`)).text).toContain(`href="/badges/${id}/download"`)
})

test('a badge from elsewhere goes out as the file that came in, and in no other form', async () => {
  const json = `  ${await foreignBadge({ name: 'Swimming' })}\n`
  const { location } = await browser.upload('/badges/add', { name: 'x', bytes: json })
  const added = (await browser.post(location ?? '')).location?.split('/').at(-1) ?? ''
  const { bytes } = await file(`/badges/${added}/download/badge.json`)
  // A text is taken as it is, white space included.
  expect(bytes.toString()).toBe(json)
  for (const name of ['badge.png', 'badge.svg', 'badge.jwt', 'badge-2.0.json'])
    expect((await file(`/badges/${added}/download/${name}`)).status).toBe(404)
  const page = wordsOf((await browser.get(`/badges/${added}/download`)).text)
  expect(page).toContain('Badge file (JSON)')
  expect(page).not.toContain('Picture (PNG)')
})

test('what was exported and is brought in again elsewhere gives the same bytes', async () => {
  const { bytes } = await file(`/badges/${id}/download/badge.png`)
  const tom = await logIn(await learner('Tom'))
  const { location } = await tom.upload('/badges/add', { name: 'x.png', bytes })
  const added = (await tom.post(location ?? '')).location?.split('/').at(-1) ?? ''
  const again = await file(`/badges/${added}/download/badge.png`, tom)
  expect(again.bytes.equals(bytes)).toBe(true)
  const kept = await db.import.findUniqueOrThrow({ where: { assertionId: added } })
  expect(Buffer.from(kept.bytes).equals(bytes)).toBe(true)
})
