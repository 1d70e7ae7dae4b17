import { expect, test } from 'vitest'
import { db } from '#db'
import { site, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { employer, published } from '../support/published.ts'

startApp()

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

test('programs get Open Badges data at the same address, without the learner’s address', async () => {
  const { url, maria, id } = await published()
  const page = await fetch(site + url, { headers: { accept: 'application/ld+json' } })
  expect(page.headers.get('content-type')).toContain('application/ld+json')
  expect(page.headers.get('access-control-allow-origin')).toBe('*')
  expect(page.headers.get('vary')).toContain('Accept')
  const data = (await page.json()) as {
    id: string
    type: string
    recipient: object
    badge: { name: string; id: string; issuer: { id: string } }
  }
  expect(data).toMatchObject({
    type: 'Assertion',
    id: `${site}${url}.json`,
    badge: { name: 'First Aid' },
  })
  expect(data.recipient).toMatchObject({ hashed: true, salt: id })
  expect(JSON.stringify(data)).not.toContain(maria.addresses[0])
  expect(await (await fetch(data.id)).json()).toEqual(data)
  expect(await (await fetch(data.badge.id)).json()).toMatchObject({
    type: 'BadgeClass',
    name: 'First Aid',
  })
  expect(await (await fetch(data.badge.issuer.id)).json()).toMatchObject({
    type: 'Issuer',
    name: 'Northfield Exam Board',
  })
})

test('what a private badge was earned for is not public either', async () => {
  const { browser, id } = await published()
  const { achievementId } = await db.assertion.findUniqueOrThrow({ where: { id } })
  expect((await employer.get(`/achievements/${achievementId}.json`)).status).toBe(200)
  await browser.post(`/badges/${id}/publish`, { visibility: 'ONLY_ME' })
  expect((await employer.get(`/achievements/${achievementId}.json`)).status).toBe(404)
  expect((await employer.get(`/achievements/${achievementId}/badge-320.png`)).status).toBe(404)
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
