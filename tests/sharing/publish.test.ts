import { expect, test } from 'vitest'
import { days } from '#durations'
import { db } from '#db'
import { revoke } from '#issuing/award'
import { clock, site, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { learner, logIn } from '../support/people.ts'
import { employer, published } from '../support/published.ts'

startApp()

test('a badge begins with Only me; publishing shows it to a stranger without any cookie', async () => {
  const { url, browser, id } = await published()
  const page = await employer.get(url)
  expect(page.status).toBe(200)
  expect(wordsOf(page.text)).toContain('First Aid')
  expect(wordsOf(page.text)).toContain('Verified')
  expect(page.headers.getSetCookie()).toEqual([])
  // What can be asked here needs no token: nothing on the page is of this visitor only.
  expect(page.text).not.toContain('_csrf')
  const owner = await browser.get(`/badges/${id}`)
  expect(owner.text).toContain(`${site}${url}`)
})

test('the key is random, stays the same when published again, and a deleted badge loses it', async () => {
  const { browser, id, url, key } = await published()
  expect(key).toMatch(/^[a-z0-9]{25}$/)
  await browser.post(`/badges/${id}/publish`, { visibility: 'ONLY_ME' })
  expect((await employer.get(url)).status).toBe(404)
  await browser.post(`/badges/${id}/publish`, { visibility: 'LINK' })
  expect((await employer.get(url)).status).toBe(200)
  await browser.post(`/badges/${id}/delete`)
  expect((await employer.get(url)).status).toBe(404)
  expect((await browser.get(`/badges/${id}`)).status).toBe(404)
})

test('the page changes on the next request when the badge is taken back or expires', async () => {
  const { url, id } = await published(
    'PUBLIC',
    {},
    { expiresOn: new Date(Date.now() + days(100)).toISOString() },
  )
  const etag = (await employer.get(url)).headers.get('etag') ?? ''
  clock.ahead = days(101)
  const expired = await employer.get(url, { 'if-none-match': etag })
  clock.ahead = 0
  expect(expired.status).toBe(200)
  expect(wordsOf(expired.text)).toContain('Verified, but expired')
  const { issuerId: by } = await db.assertion.findUniqueOrThrow({ where: { id } })
  await revoke({ id: by, name: '' }, id, 'A mistake', clock.now())
  const revoked = wordsOf((await employer.get(url)).text)
  expect(revoked).toContain('Not valid: taken back by the issuer')
  expect(revoked).toContain('A mistake')
  expect((await employer.get(`${url}/assertion.json`)).status).toBe(410)
  // In 3.0 the badge stays as it was signed, and a list says that it is taken back.
  expect((await employer.get(`${url}.json`)).status).toBe(200)
})

test('the name is hidden until its owner shows it; the issuer’s printed name comes first', async () => {
  const hidden = await published()
  expect(wordsOf((await employer.get(hidden.url)).text)).not.toContain('Maria Rossi')
  expect(wordsOf((await employer.get(hidden.url)).text)).toContain(
    'The learner has not shown a name',
  )
  await hidden.browser.post(`/badges/${hidden.id}/publish`, {
    visibility: 'PUBLIC',
    showName: 'on',
  })
  const shown = wordsOf((await employer.get(hidden.url)).text)
  expect(shown).toContain('Maria Rossi')
  expect(shown).toContain('The issuer gave no name')
  const printed = await published('PUBLIC', { showName: 'on' }, { name: 'María Rossi Pérez' })
  expect(wordsOf((await employer.get(printed.url)).text)).toContain(
    'Awarded to María Rossi Pérez, as confirmed by email',
  )
})

test('search engines are kept out unless the box is ticked and the badge is public', async () => {
  const robots = async (path: string) => {
    const { headers, text } = await employer.get(path)
    return [headers.get('x-robots-tag'), /<meta name="robots" content="noindex"/.test(text)]
  }
  expect(await robots((await published()).url)).toEqual(['noindex', true])
  expect(await robots((await published('LINK', { searchEngines: 'on' })).url)).toEqual([
    'noindex',
    true,
  ])
  expect(await robots((await published('PUBLIC', { searchEngines: 'on' })).url)).toEqual([
    null,
    false,
  ])
})

test('nobody publishes, tags or deletes somebody else’s badge', async () => {
  const { id, url } = await published('ONLY_ME')
  const tom = await logIn(await learner('Tom'))
  for (const path of ['publish', 'tags', 'delete']) {
    const page = await tom.post(`/badges/${id}/${path}`, { visibility: 'PUBLIC', tags: 'mine' })
    expect(page.status).toBe(404)
  }
  expect((await employer.get(url)).status).toBe(404)
})

test('only what the form offers can be set', async () => {
  const { id, browser } = await published('ONLY_ME')
  const wrong = await browser.post(`/badges/${id}/publish`, { visibility: 'EVERYBODY' })
  expect(wrong.status).toBe(422)
  expect(wordsOf(wrong.text)).toContain('Choose who can see this badge')
  await browser.post(`/badges/${id}/publish`, {
    visibility: 'LINK',
    ownerId: 'x',
    publicKey: 'x',
    revokedAt: 'x',
  })
  expect(await db.assertion.findUnique({ where: { id } })).toMatchObject({
    revokedAt: null,
    publicKey: expect.stringMatching(/^\w{25}$/),
  })
})
