import { readFile } from 'node:fs/promises'
import { extractText, getDocumentProxy, getMeta } from 'unpdf'
import { expect, test } from 'vitest'
import { db } from '#db'
import { drawCertificate, type Certificate } from '#downloads/certificate'
import { site, startApp } from '../support/app.ts'
import type { Browser } from '../support/browser.ts'
import { foreignBadge, tampered } from '../support/foreign-badge.ts'
import { heldBadge, learner, logIn } from '../support/people.ts'
import { published } from '../support/published.ts'

startApp()

const picture = await readFile(new URL('../../prisma/demo/b2-english.png', import.meta.url))

const certificate: Certificate = {
  badge: 'B2 English',
  issuer: 'Northfield Exam Board',
  hostname: 'northfield.example',
  person: 'Maria Rossi',
  facts: [{ label: 'Issued', value: '4 March 2026' }],
  criteria: 'Passed the exam.',
  warning: null,
  picture,
  page: 'https://passport.example/b/abcdefghijklmnopqrstuvwxy',
  madeOn: '25 November 2026',
  createdAt: new Date('2026-11-25T10:00:00Z'),
}

/** What somebody reads who cannot see it. */
async function wordsIn(pdf: Uint8Array): Promise<string> {
  const { text, totalPages } = await extractText(await getDocumentProxy(Uint8Array.from(pdf)), {
    mergePages: true,
  })
  expect(totalPages).toBe(1)
  return text.replace(/\s+/g, ' ')
}

const drawn = async (changes: Partial<Certificate> = {}) =>
  wordsIn(await drawCertificate({ ...certificate, ...changes }))

async function download(browser: Browser, id: string): Promise<string> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const path = `${site}/badges/${id}/download/certificate.pdf`
  const answer = await fetch(path, { headers: { cookie } })
  expect(answer.status).toBe(200)
  return wordsIn(new Uint8Array(await answer.arrayBuffer()))
}

test('the certificate of a published badge says whose it is, from whom, and where to check it', async () => {
  const { browser, id, url } = await published('PUBLIC', {}, { name: 'Maria Rossi' })
  const words = await download(browser, id)
  for (const part of [
    ...['First Aid', 'awarded to Maria Rossi', 'by Northfield Exam Board', 'northfield.example'],
    ...['Issued', 'Valid until', 'No end date', 'Badge number', id.slice(0, 10).toUpperCase()],
    ...['How it was earned Passed a test.', 'Check this badge at', `${site}${url}`],
  ])
    expect(words).toContain(part)
})

test('a private badge has no address on its certificate, and says so', async () => {
  const maria = await learner('Maria')
  const words = await download(await logIn(maria), await heldBadge(maria))
  expect(words).toContain('This badge is not published, so nobody can check it online.')
  expect(words).not.toContain(site)
})

test('a badge that was taken back says so on paper', async () => {
  const { browser, id } = await published()
  await db.assertion.update({ where: { id }, data: { revokedAt: new Date('2026-03-05') } })
  expect(await download(browser, id)).toContain(
    'Not valid: taken back by the issuer on 5 March 2026.',
  )
})

test('a badge that names somebody else has nobody’s name on its certificate', async () => {
  const browser = await logIn(await learner('Maria Rossi'))
  const bytes = await foreignBadge({ email: 'tom@elsewhere.test' })
  const { location } = await browser.upload('/badges/add', { name: 'x', bytes })
  const id = (await browser.post(location ?? '')).location?.split('/').at(-1) ?? ''
  const words = await download(browser, id)
  expect(words).toContain('Swimming')
  expect(words).not.toContain('awarded to')
})

test('a badge from elsewhere looks no better on paper than on its page', async () => {
  const maria = await learner('Maria Rossi')
  const browser = await logIn(maria)
  const print = async (bytes: string) => {
    const { location } = await browser.upload('/badges/add', { name: 'x', bytes })
    return download(browser, (await browser.post(location ?? '')).location?.split('/').at(-1) ?? '')
  }
  const badge = await foreignBadge({ email: maria.addresses[0] ?? '' })
  expect(await print(tampered(badge))).toContain('Not valid: the badge data was changed.')
  expect(await print(await foreignBadge())).toContain('Could not be checked fully.')
})

test.each([
  ['Latin with all marks', 'Ångström Nguyễn Đặng Şükrü Łukasz Ñandú'],
  ['Greek', 'Ελένη Παπαδοπούλου'],
  ['Cyrillic', 'Олександра Їжакевич'],
])('%s letters are printed', async (_script, person) => {
  expect(await drawn({ person })).toContain(person)
})

test.each([
  ['Arabic', 'محمد عبد الله', 'محمد'],
  ['Hebrew', 'דניאל כהן', 'דניאל'],
])('%s names are printed, and can be read back', async (_script, person, part) => {
  const words = (await drawn({ person })).normalize('NFKC')
  const turned = [...part].toReversed().join('')
  expect(words.includes(part) || words.includes(turned)).toBe(true)
  expect(words).not.toContain('cannot be printed')
})

test('letters that no font has are not printed as boxes: the paper says so', async () => {
  const words = await drawn({ person: '王小明', badge: 'B2 英语' })
  expect(words).toContain('awarded to (written in letters that cannot be printed here)')
  expect(words).not.toContain('B2')
})

test('little pictures in a name are left out', async () => {
  expect(await drawn({ badge: 'First 🎉 Aid' })).toContain('First Aid')
})

test('long words stay on one page', async () => {
  const long = 'A very long name that goes on and on '.repeat(20)
  const words = await drawn({ badge: long, person: long, issuer: long, criteria: long.repeat(20) })
  expect(words).toContain('…')
  expect(words).toContain('Check this badge at')
})

test('it has a title, a language and marks for screen readers', async () => {
  const pdf = await drawCertificate(certificate)
  const { info } = await getMeta(await getDocumentProxy(Uint8Array.from(pdf)))
  expect(info).toMatchObject({
    Title: 'B2 English: badge from Northfield Exam Board',
    Language: 'en',
  })
  const source = Buffer.from(pdf).toString('latin1')
  expect(source).toContain('/Marked true')
  expect(source).toContain('/DisplayDocTitle true')
  expect(source).toContain('/S /Figure')
  expect(pdf.length).toBeLessThan(120_000)
})
