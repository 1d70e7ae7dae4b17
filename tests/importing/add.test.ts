import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import { hours } from '#durations'
import { bakePng } from '#openbadges/bake-png'
import { tidyUp } from '#tidy-up'
import { clock, site, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { foreignBadge, foreignIssuer, tampered, unsigned } from '../support/foreign-badge.ts'
import { learner, logIn, picture } from '../support/people.ts'
import { employer, published } from '../support/published.ts'

startApp()

let maria: Learner
let browser: Browser
let email: string

beforeAll(async () => {
  maria = await learner('Maria')
  browser = await logIn(maria)
  email = maria.addresses[0] ?? ''
})

/** Looks at a badge; gives the page of the preview. */
async function look(bytes: string | Uint8Array, by = browser) {
  const { location } = await by.upload('/badges/add', { name: 'badge', bytes })
  if (location === null) throw new Error('it was not taken')
  return { at: location, words: wordsOf((await by.get(location)).text) }
}

/** Looks at a badge and adds it; gives its id. */
async function added(bytes: string | Uint8Array, by = browser): Promise<string> {
  const { at } = await look(bytes, by)
  const { location } = await by.post(at)
  return location?.split('/').at(-1) ?? ''
}

test('a badge from elsewhere is checked and shown first, and then lies in the wallet', async () => {
  const { at, words } = await look(await foreignBadge({ email, image: picture }))
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
    const id = await added(file)
    await browser.post(`/badges/${id}/publish`, { visibility: 'LINK' })
    const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
    const answer = await fetch(`${site}/b/${publicKey}.${form}`)
    expect(Buffer.from(await answer.arrayBuffer()).equals(file)).toBe(true)
  }
})

test('a badge for another address is kept, and nothing says that it is theirs', async () => {
  const { at, words } = await look(
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
  const id = await added(text)
  await browser.post(`/badges/${id}/publish`, { visibility: 'PUBLIC', showName: 'on' })
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
  const words = wordsOf((await employer.get(`/b/${publicKey}`)).text)
  expect(words).toContain('Could not be checked fully')
  expect(words).not.toContain('Verified')
})

test('a badge that is not valid can be kept, and says so everywhere', async () => {
  const { at, words } = await look(tampered(await foreignBadge({ email })))
  expect(words).toContain('Not valid: the badge data was changed')
  expect(words).toContain('You can still keep this badge.')
  const id = (await browser.post(at)).location?.split('/').at(-1) ?? ''
  await browser.post(`/badges/${id}/publish`, { visibility: 'PUBLIC' })
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
  expect(wordsOf((await employer.get(`/b/${publicKey}`)).text)).toContain('Not valid')
})

test('a badge that nothing proves says that a learner added it', async () => {
  const bare = unsigned(await foreignBadge({ email }))
  const id = await added(bare)
  await browser.post(`/badges/${id}/publish`, { visibility: 'PUBLIC' })
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
  const words = wordsOf((await employer.get(`/b/${publicKey}`)).text)
  expect(words).toContain('Not checked by an issuer The learner added this file.')
})

test('what was looked at ends after an hour, with its picture; nobody else sees it', async () => {
  const { at } = await look(await foreignBadge({ image: picture }))
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
  const { at } = await look(await foreignBadge({ email, name: 'Rowing' }))
  const pages = await Promise.all(Array.from({ length: 6 }, () => browser.post(at)))
  expect(pages.every(({ status }) => status === 303 || status === 404)).toBe(true)
  expect(await db.assertion.count({ where: { ownerId: maria.id, name: 'Rowing' } })).toBe(1)
})

describe('a badge that is there already', () => {
  const by = foreignIssuer()
  const id = 'urn:badge:7'

  test('is found by its bytes', async () => {
    const badge = await foreignBadge({ email })
    const first = await added(badge)
    const { at, words } = await look(badge)
    expect(words).toContain('You have this badge already')
    expect(words).not.toContain('Add to my badges')
    expect((await browser.post(at)).location).toBe(`/badges/${first}`)
  })

  test('is found by its id and its issuer’s, escaped or not; a newer one takes its place', async () => {
    const older = { by, id: 'urn:badge:%41%31', email, name: 'Sailing' }
    const first = await added(await foreignBadge(older))
    await browser.post(`/badges/${first}/tags`, { tags: 'water' })
    const same = await look(await foreignBadge({ ...older, id: 'urn:badge:A1' }))
    expect(same.words).toContain('You have this badge already')
    const newer = { ...older, validFrom: '2026-05-01T00:00:00Z', name: 'Sailing II' }
    const { at, words } = await look(await foreignBadge(newer))
    expect(words).toContain('You have an older version of this badge')
    expect((await browser.post(at)).location).toBe(`/badges/${first}`)
    const held = await db.assertion.findUniqueOrThrow({ where: { id: first } })
    expect(held).toMatchObject({ name: 'Sailing II', tags: ['water'] })
    const old = await look(await foreignBadge(older))
    expect(old.words).toContain('The one in your badges is newer.')
  })

  test('is another one where only the issuer or only the id is the same', async () => {
    await added(await foreignBadge({ by, id, email }))
    const other = await look(await foreignBadge({ id, email }))
    expect(other.words).toContain('Add to my badges')
  })

  test('is found when it is one of ours, in the wallet or waiting on Home', async () => {
    const { url, browser: hers, id: held } = await published()
    const text = await (await fetch(`${site}${url}.json`)).text()
    expect((await look(text, hers)).words).toContain('You have this badge already')
    await db.assertion.update({ where: { id: held }, data: { ownerId: null, decision: null } })
    const { at, words } = await look(text, hers)
    expect(words).toContain('This badge waits for you on Home')
    expect((await hers.post(at)).location).toBe('/home')
  })
})
