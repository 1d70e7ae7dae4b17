import { expect, test } from 'vitest'
import { db } from '#db'
import { revoke } from '#issuing/award'
import { clock, days, site, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { awarded, badgeOf, heldBadge, issuer, learner, logIn } from '../support/people.ts'

startApp()

const employer = new Browser()

async function published(visibility = 'PUBLIC', more: Record<string, string> = {}, award: object = {}) {
  const maria = await learner('Maria Rossi')
  const id = await heldBadge(maria, 'First Aid', award)
  const browser = await logIn(maria)
  await browser.post(`/badges/${id}/publish`, { visibility, ...more })
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
  return { maria, id, browser, key: publicKey ?? '', url: `/b/${publicKey}` }
}

test('a badge begins with Only me; publishing shows it to a stranger without any cookie', async () => {
  const { url, browser, id } = await published()
  const page = await employer.get(url)
  expect(page.status).toBe(200)
  expect(wordsOf(page.text)).toContain('First Aid')
  expect(wordsOf(page.text)).toContain('Verified')
  expect(page.headers.getSetCookie()).toEqual([])
  expect(page.text).not.toContain('<form')
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

test('private, deleted and unknown give the same bytes at every door, also for an old ETag', async () => {
  const { browser, id, url } = await published()
  const doors = ['', '.json', '/embed', '/badge-320.png', '/badge-640.png']
  const open = await Promise.all(doors.map((door) => employer.get(url + door)))
  expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  await browser.post(`/badges/${id}/publish`, { visibility: 'ONLY_ME' })
  for (const [index, door] of doors.entries()) {
    const etag = open[index]?.headers.get('etag') ?? ''
    const closed = await employer.get(url + door, { 'if-none-match': etag })
    const unknown = await employer.get(`/b/${'0'.repeat(25)}${door}`)
    expect([closed.status, unknown.status]).toEqual([404, 404])
    expect(closed.text).toBe(unknown.text)
    expect(closed.text).not.toContain('First Aid')
    expect((await fetch(site + url + door, { method: 'HEAD' })).status).toBe(404)
  }
})

test('an ETag saves the page, the JSON and the picture from being sent again', async () => {
  const { url } = await published()
  for (const door of ['', '.json', '/embed', '/badge-320.png']) {
    const first = await employer.get(url + door)
    const etag = first.headers.get('etag') ?? ''
    expect(first.headers.get('cache-control')).toContain('public')
    const again = await employer.get(url + door, { 'if-none-match': etag })
    expect([again.status, again.text]).toEqual([304, ''])
  }
})

test('the page changes on the next request when the badge is taken back or expires', async () => {
  const { url, id } = await published('PUBLIC', {}, { expiresOn: new Date(Date.now() + days(100)).toISOString() })
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
  expect((await employer.get(`${url}.json`)).status).toBe(410)
})

test('the name is hidden until its owner shows it; the issuer’s printed name comes first', async () => {
  const hidden = await published()
  expect(wordsOf((await employer.get(hidden.url)).text)).not.toContain('Maria Rossi')
  expect(wordsOf((await employer.get(hidden.url)).text)).toContain('The learner has not shown a name')
  await hidden.browser.post(`/badges/${hidden.id}/publish`, { visibility: 'PUBLIC', showName: 'on' })
  const shown = wordsOf((await employer.get(hidden.url)).text)
  expect(shown).toContain('Maria Rossi')
  expect(shown).toContain('The issuer gave no name')
  const printed = await published('PUBLIC', { showName: 'on' }, { name: 'María Rossi Pérez' })
  expect(wordsOf((await employer.get(printed.url)).text)).toContain('Awarded to María Rossi Pérez, as confirmed by email')
})

test('search engines are kept out unless the box is ticked and the badge is public', async () => {
  const robots = async (path: string) => {
    const { headers, text } = await employer.get(path)
    return [headers.get('x-robots-tag'), /<meta name="robots" content="noindex"/.test(text)]
  }
  expect(await robots((await published()).url)).toEqual(['noindex', true])
  expect(await robots((await published('LINK', { searchEngines: 'on' })).url)).toEqual(['noindex', true])
  expect(await robots((await published('PUBLIC', { searchEngines: 'on' })).url)).toEqual([null, false])
})

test('programs get Open Badges data at the same address, without the learner’s address', async () => {
  const { url, maria, id } = await published()
  const page = await fetch(site + url, { headers: { accept: 'application/ld+json' } })
  expect(page.headers.get('content-type')).toContain('application/ld+json')
  expect(page.headers.get('access-control-allow-origin')).toBe('*')
  expect(page.headers.get('vary')).toContain('Accept')
  const data = (await page.json()) as { id: string; type: string; recipient: object; badge: { name: string; id: string; issuer: { id: string } } }
  expect(data).toMatchObject({ type: 'Assertion', id: `${site}${url}.json`, badge: { name: 'First Aid' } })
  expect(data.recipient).toMatchObject({ hashed: true, salt: id })
  expect(JSON.stringify(data)).not.toContain(maria.addresses[0])
  expect(await (await fetch(data.id)).json()).toEqual(data)
  expect(await (await fetch(data.badge.id)).json()).toMatchObject({ type: 'BadgeClass', name: 'First Aid' })
  expect(await (await fetch(data.badge.issuer.id)).json()).toMatchObject({ type: 'Issuer', name: 'Northfield Exam Board' })
})

test('what a private badge was earned for is not public either', async () => {
  const { browser, id } = await published()
  const { achievementId } = await db.assertion.findUniqueOrThrow({ where: { id } })
  expect((await employer.get(`/achievements/${achievementId}.json`)).status).toBe(200)
  await browser.post(`/badges/${id}/publish`, { visibility: 'ONLY_ME' })
  expect((await employer.get(`/achievements/${achievementId}.json`)).status).toBe(404)
  expect((await employer.get(`/achievements/${achievementId}/badge-320.png`)).status).toBe(404)
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
  await browser.post(`/badges/${id}/publish`, { visibility: 'LINK', ownerId: 'x', publicKey: 'x', revokedAt: 'x' })
  expect(await db.assertion.findUnique({ where: { id } })).toMatchObject({ revokedAt: null, publicKey: expect.stringMatching(/^\w{25}$/) })
})

test('the embed card may be framed by any site, and nothing else may', async () => {
  const { url } = await published()
  const embed = await employer.get(`${url}/embed`)
  expect(embed.headers.get('content-security-policy')).toContain('frame-ancestors *')
  expect(embed.headers.get('x-frame-options')).toBeNull()
  expect(embed.text).not.toMatch(/<form|<script/)
  expect(embed.text).toMatch(/target="_blank"[^>]*rel="[^"]*noopener/)
  const page = await employer.get(url)
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(page.headers.get('x-frame-options')).toBe('DENY')
})

test('an expired badge’s embed never looks valid', async () => {
  const { url } = await published('PUBLIC', {}, { issuedOn: '2020-01-01', expiresOn: '2021-01-01' })
  expect(wordsOf((await employer.get(`${url}/embed`)).text)).toMatch(/expired/i)
})

test('pictures can be used on other sites and can do nothing there', async () => {
  const { url } = await published()
  const { headers } = await employer.get(`${url}/badge-320.png`)
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(headers.get('content-security-policy')).toContain('sandbox')
  expect((await employer.get(`${url}/badge-999.png`)).status).toBe(404)
})

test('a badge of another issuer is not found by the first one’s name', async () => {
  const [one, two] = [await issuer('One'), await issuer('Two')]
  const badge = await badgeOf(one)
  await expect(awarded(two, badge, { email: 'a@example.org' })).rejects.toThrow('must be the id of one of your badges')
})
