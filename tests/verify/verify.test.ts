import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { db } from '#db'
import { bakePng } from '#openbadges/bake-png'
import { site, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { foreignBadge, tampered, unsigned } from '../support/foreign-badge.ts'
import { picture } from '../support/people.ts'
import { published } from '../support/published.ts'

startApp()

const mebibyte = 1024 * 1024
const plainPicture = await readFile(new URL('../../prisma/demo/b2-english.png', import.meta.url))

const check = (file: string | Uint8Array | null, fields: Record<string, string> = {}) =>
  new Browser().upload('/verify', file === null ? null : { name: 'badge', bytes: file }, fields)

const rows = async () => [
  ...[await db.import.count(), await db.importDraft.count(), await db.keptCheck.count()],
  ...[await db.picture.count(), await db.assertion.count()],
]

test('anyone can check a badge file: its facts, the band and each line, and nothing is kept', async () => {
  const before = await rows()
  const page = await check(await foreignBadge({ email: 'tom@example.org', image: picture }))
  expect(page.status).toBe(200)
  const words = wordsOf(page.text)
  expect(words).toContain('Check the issuer yourself')
  expect(words).toContain('Swimming From Riverside Swimming Club')
  expect(words).toContain('Issued 3 February 2026')
  expect(words).toContain('Signed by Riverside Swimming Club; nothing was changed.')
  expect(words).toContain('We do not know this issuer. It gives no domain. Decide if you trust it.')
  expect(words).toContain('Swam 400 metres .')
  expect(words).toMatch(/Checked on \d+ \w+ \d{4}, \d\d:\d\d UTC/)
  expect(page.text).toContain('src="data:image/png;base64,')
  expect(page.headers.get('content-security-policy')).toContain("img-src 'self' data:")
  expect(await rows()).toEqual(before)
})

test.each([
  ['changed by one word', async () => tampered(await foreignBadge())],
  [
    'signed with a key of another',
    async () => (await foreignBadge()).replace(/did:key:z6Mk\w{6}/, 'did:key:z6MkaaaaaA'),
  ],
])('a badge that was %s is not valid', async (_how, made) => {
  const words = wordsOf((await check(await made())).text)
  expect(words).toMatch(/Not valid: /)
  expect(words).not.toContain('Verified')
})

test('a badge without a signature is not valid: anybody could have written it', async () => {
  const bare = unsigned(await foreignBadge())
  const words = wordsOf((await check(bare)).text)
  expect(words).toContain('Not valid: nothing proves this badge')
})

test('an expired badge of an unknown issuer says both', async () => {
  const badge = await foreignBadge({ validUntil: '2026-03-01T00:00:00Z' })
  const words = wordsOf((await check(badge)).text)
  expect(words).toContain('Check the issuer yourself')
  expect(words).toContain('Expired on 1 March 2026.')
})

test('a picture with the badge inside is checked, and drawn as it is', async () => {
  const page = await check(bakePng(plainPicture, { credential: await foreignBadge() }))
  expect(wordsOf(page.text)).toContain('Same data inside the picture file.')
  expect(page.text).toContain('src="data:image/png;base64,')
})

test('a pasted text and an address do as well as a file; a badge of this site is verified', async () => {
  const { url } = await published()
  const text = await (await fetch(`${site}${url}.json`)).text()
  expect(wordsOf((await check(null, { text })).text)).toContain('Check another badge Verified')
  const byAddress = wordsOf((await check(null, { address: `${site}${url}.json` })).text)
  expect(byAddress).toContain('Check another badge Verified')
  expect(byAddress).toContain('We know this issuer: Northfield Exam Board, northfield.example.')
  const pasted = await check(null, { text: `${site}${url}.json` })
  expect(wordsOf(pasted.text)).toContain('Check another badge Verified')
})

test('a badge of this site that was taken back is not valid here either', async () => {
  const { url, id } = await published()
  const text = await (await fetch(`${site}${url}.json`)).text()
  await db.assertion.update({ where: { id }, data: { revokedAt: new Date() } })
  expect(wordsOf((await check(null, { text })).text)).toContain('Not valid: taken back')
})

const wrong: [string, string | Uint8Array | null, Record<string, string>, string][] = [
  ['nothing at all', null, {}, 'Choose a file, or paste the address or the text of a badge'],
  [
    'two ways at once',
    '{}',
    { text: 'x' },
    'Use one of the three ways, and leave the others empty',
  ],
  ['a picture without a badge', plainPicture, {}, 'There is no badge in this picture.'],
  ['some other file', '%PDF-1.7 hello', {}, 'This is not a badge. Choose a PNG, SVG or JSON file'],
  [
    'some other JSON',
    '{"hello":"world"}',
    {},
    'This is not a badge. Choose a PNG, SVG or JSON file',
  ],
  ['half a JSON', '{"@context":', {}, 'This file is damaged.'],
  ['half a picture', plainPicture.subarray(0, 900), {}, 'This file is damaged.'],
  ['a file that is too large', Buffer.alloc(4 * mebibyte + 1), {}, 'This is larger than 4 MB.'],
  ['too much text', null, { text: 'x'.repeat(mebibyte + 1) }, 'This is larger than 4 MB.'],
  ['no address', null, { address: 'a.example' }, 'Enter a web address that begins with https://'],
  ['an inner address', null, { address: 'http://127.0.0.1:5432/' }, 'We could not fetch this.'],
  ['nothing there', null, { address: `${site}/b/nothing` }, 'There is no badge at this address.'],
]

test.each(wrong)('with %s the form comes back and says what to do', async (...given) => {
  const [, file, fields, message] = given
  const page = await check(file, fields)
  expect(page.status).toBe(422)
  expect(wordsOf(page.text)).toContain(message)
  expect(page.text).toContain('<title>Error: Check a badge')
})

test('a form with a file needs its token, like any other', async () => {
  const body = new FormData()
  body.append('file', new Blob([await foreignBadge()]), 'badge.json')
  const browser = new Browser()
  await browser.get('/verify')
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const send = (headers: Record<string, string>) =>
    fetch(`${site}/verify`, { method: 'POST', body, headers })
  expect((await send({ cookie, origin: site })).status).toBe(403)
  expect((await send({ origin: site })).status).toBe(403)
  expect((await send({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
})

test('other forms take no files', async () => {
  const page = await new Browser().upload('/log-in', { name: 'x', bytes: 'x' })
  expect(page.status).toBe(415)
})

test('words that are made to hurt stay words', async () => {
  const bad = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u0000\ud800'
  const badge = await foreignBadge({
    name: bad,
    achievement: {
      description: bad,
      criteria: { narrative: `${bad} [x](javascript:alert(1)) ![i](https://evil.test/x.png)` },
    },
  })
  const page = await check(badge)
  expect(page.status).toBe(200)
  expect(page.text).not.toContain('<script>alert')
  expect(page.text).not.toContain('<img src=x')
  expect(page.text).not.toContain('href="javascript')
  expect(page.text).not.toContain('<img src="https')
})
