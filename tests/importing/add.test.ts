import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import { hours } from '#durations'
import { bakePng } from '#openbadges/bake-png'
import { tidyUp } from '#tidy-up'
import { clock, site, startApp } from '../support/app.ts'
import { wordsOf, type Browser } from '../support/browser.ts'
import { foreignBadge, tampered, unsigned } from '../support/foreign-badge.ts'
import { learner, logIn, picture } from '../support/people.ts'
import { employer, published } from '../support/published.ts'
import { added, look } from './looking.ts'

startApp()

let maria: Learner
let browser: Browser
let email: string

beforeAll(async () => {
  maria = await learner('Maria')
  browser = await logIn(maria)
  email = maria.addresses[0] ?? ''
})

test('a badge from elsewhere is checked and shown first, and then lies in the wallet', async () => {
  const { at, words } = await look(browser, await foreignBadge({ email, image: picture }))
  expect(words).toContain('Check the issuer yourself')
  expect(words).toContain('Swimming From Riverside Swimming Club')
  expect(words).toContain(`This badge is yours It names your address ${email} .`)
  expect(await db.assertion.count({ where: { ownerId: maria.id } })).toBe(0)
  const page = await browser.submit(at)
  expect(wordsOf(page.text)).toContain('Badge added Only you can see it.')
  expect(wordsOf((await browser.get('/badges?q=swimming')).text)).toContain('1 of 1 badge matches')
  const held = await db.assertion.findFirstOrThrow({
    where: { ownerId: maria.id },
    include: { import: true },
  })
  expect(held).toMatchObject({
    visibility: 'ONLY_ME',
    recipientAddress: email,
    decision: 'ACCEPTED',
  })
  expect(held.import).toMatchObject({ namedAddress: email })
  expect(await db.importDraft.count()).toBe(0)
})

test('the bytes that came are kept, and go out as they are', async () => {
  const json = `${await foreignBadge({ email })}\n`
  const png = bakePng(
    await readFile(new URL('../../prisma/demo/b2-english.png', import.meta.url)),
    {
      credential: await foreignBadge({ email, name: 'Diving' }),
    },
  )
  if (!png) throw new Error('not baked')
  for (const [file, form] of [
    [Buffer.from(json), 'json'],
    [png, 'png'],
  ] as const) {
    const id = await added(browser, file)
    await browser.post(`/badges/${id}/publish`, { visibility: 'LINK' })
    const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
    const answer = await fetch(`${site}/b/${publicKey}.${form}`)
    expect(Buffer.from(await answer.arrayBuffer()).equals(file)).toBe(true)
  }
})

test('a badge for another address is kept, and nothing says that it is theirs', async () => {
  const { at, words } = await look(
    browser,
    await foreignBadge({ email: 'tom@elsewhere.test', isPlain: true }),
  )
  expect(words).toContain('We cannot show that this badge is yours It names another address')
  expect(words).toContain('tom@elsewhere.test')
  const id = (await browser.post(at)).location?.split('/').at(-1) ?? ''
  const owner = wordsOf((await browser.get(`/badges/${id}`)).text)
  expect(owner).toContain('We cannot show that this badge is yours')
  expect(owner).toContain('Add the address')
  await browser.post(`/badges/${id}/publish`, { visibility: 'PUBLIC', showName: 'on' })
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
  const seen = await employer.get(`/b/${publicKey}`)
  expect(wordsOf(seen.text)).toContain('Nothing shows that this badge belongs to the person')
  expect(wordsOf(seen.text)).not.toContain('Awarded to')
  expect(seen.text).not.toContain('tom@elsewhere.test')
})

test('somebody else’s badge of this site is never verified in a wallet that it does not name', async () => {
  const { url } = await published('PUBLIC', { showName: 'on' })
  const text = await (await fetch(`${site}${url}.json`)).text()
  const id = await added(browser, text)
  await browser.post(`/badges/${id}/publish`, { visibility: 'PUBLIC', showName: 'on' })
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
  const words = wordsOf((await employer.get(`/b/${publicKey}`)).text)
  expect(words).toContain('Could not be checked fully')
  expect(words).not.toContain('Verified')
})

test('a badge that is not valid can be kept, and says so everywhere', async () => {
  const { at, words } = await look(browser, tampered(await foreignBadge({ email })))
  expect(words).toContain('Not valid: the badge data was changed')
  expect(words).toContain('You can still keep this badge.')
  const id = (await browser.post(at)).location?.split('/').at(-1) ?? ''
  const owner = wordsOf((await browser.get(`/badges/${id}`)).text)
  expect(owner).toContain('Not valid: the badge data was changed Other people see this too.')
  await browser.post(`/badges/${id}/publish`, { visibility: 'PUBLIC' })
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
  expect(wordsOf((await employer.get(`/b/${publicKey}`)).text)).toContain('Not valid')
})

test('a badge that nothing proves says that a learner added it', async () => {
  const bare = unsigned(await foreignBadge({ email }))
  const id = await added(browser, bare)
  await browser.post(`/badges/${id}/publish`, { visibility: 'PUBLIC' })
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
  const words = wordsOf((await employer.get(`/b/${publicKey}`)).text)
  expect(words).toContain('Not checked by an issuer The learner added this file.')
})

test('what was looked at ends after an hour, with its picture; nobody else sees it', async () => {
  const { at } = await look(browser, await foreignBadge({ image: picture }))
  const tom = await logIn(await learner('Tom'))
  expect((await tom.get(at)).status).toBe(404)
  expect((await tom.get(`${at}/picture.png`)).status).toBe(404)
  expect((await tom.post(at)).status).toBe(404)
  expect((await browser.get(`${at}/picture.png`)).headers.get('content-type')).toBe('image/png')
  const pictures = await db.picture.count()
  clock.ahead = hours(1.01)
  expect((await browser.get(at)).status).toBe(404)
  expect((await browser.post(at)).status).toBe(404)
  await tidyUp(clock.now())
  clock.ahead = 0
  expect(await db.importDraft.count()).toBe(0)
  expect(await db.picture.count()).toBe(pictures - 1)
})

test('of many clicks on Add one adds', async () => {
  const { at } = await look(browser, await foreignBadge({ email, name: 'Rowing' }))
  const pages = await Promise.all(Array.from({ length: 6 }, () => browser.post(at)))
  expect(pages.every(({ status }) => status === 303 || status === 404)).toBe(true)
  expect(await db.assertion.count({ where: { ownerId: maria.id, name: 'Rowing' } })).toBe(1)
})
