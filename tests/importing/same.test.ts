import { beforeAll, describe, expect, test } from 'vitest'
import { db } from '#db'
import { site, startApp } from '../support/app.ts'
import type { Browser } from '../support/browser.ts'
import { foreignBadge, foreignIssuer, tampered } from '../support/foreign-badge.ts'
import { learner, logIn } from '../support/people.ts'
import { published } from '../support/published.ts'
import { added, look } from './looking.ts'

startApp()

let browser: Browser
let email: string

beforeAll(async () => {
  const maria = await learner('Maria')
  browser = await logIn(maria)
  email = maria.addresses[0] ?? ''
})

describe('a badge that is there already', () => {
  const by = foreignIssuer()
  const id = 'urn:badge:7'

  test('is found by its bytes', async () => {
    const badge = await foreignBadge({ email })
    const first = await added(browser, badge)
    const { at, words } = await look(browser, badge)
    expect(words).toContain('You have this badge already')
    expect(words).not.toContain('Add to my badges')
    expect((await browser.post(at)).location).toBe(`/badges/${first}`)
  })

  test('is found by its id and its issuer’s, escaped or not; a newer one takes its place', async () => {
    const older = { by, id: 'urn:badge:%41%31', email, name: 'Sailing' }
    const first = await added(browser, await foreignBadge(older))
    await browser.post(`/badges/${first}/tags`, { tags: 'water' })
    const same = await look(browser, await foreignBadge({ ...older, id: 'urn:badge:A1' }))
    expect(same.words).toContain('You have this badge already')
    const newer = { ...older, validFrom: '2026-05-01T00:00:00Z', name: 'Sailing II' }
    const { at, words } = await look(browser, await foreignBadge(newer))
    expect(words).toContain('You have an older version of this badge')
    expect((await browser.post(at)).location).toBe(`/badges/${first}`)
    const held = await db.assertion.findUniqueOrThrow({ where: { id: first } })
    expect(held).toMatchObject({ name: 'Sailing II', tags: ['water'] })
    const old = await look(browser, await foreignBadge(older))
    expect(old.words).toContain('The one in your badges is newer.')
  })

  test('gives way to no forgery that calls itself newer, and a forgery gives way to it', async () => {
    const genuine = { by, id: 'urn:badge:8', email, name: 'Canoeing' }
    const forged = tampered(await foreignBadge({ ...genuine, validFrom: '2026-09-01T00:00:00Z' }))
    const first = await added(browser, forged)
    const { at, words } = await look(browser, await foreignBadge(genuine))
    expect(words).toContain('The one that you have is not valid')
    expect((await browser.post(at)).location).toBe(`/badges/${first}`)
    const again = await look(browser, forged)
    expect(again.words).toContain('You have this badge already')
    expect(again.words).not.toContain('Replace my badge')
  })

  test('is another one where only the issuer or only the id is the same', async () => {
    await added(browser, await foreignBadge({ by, id, email }))
    const other = await look(browser, await foreignBadge({ id, email }))
    expect(other.words).toContain('Add to my badges')
  })

  test('is found when it is one of ours, in the wallet or waiting on Home', async () => {
    const { url, browser: hers, id: held } = await published()
    const text = await (await fetch(`${site}${url}.json`)).text()
    expect((await look(hers, text)).words).toContain('You have this badge already')
    await db.assertion.update({ where: { id: held }, data: { ownerId: null, decision: null } })
    const { at, words } = await look(hers, text)
    expect(words).toContain('This badge waits for you on Home')
    expect((await hers.post(at)).location).toBe('/home')
  })
})
