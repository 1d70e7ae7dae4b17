import { expect, test } from 'vitest'
import { db } from '#db'
import { clock, site, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { awarded, badgeOf, issuer } from '../support/people.ts'
import { employer, published } from '../support/published.ts'

startApp()

/** Every way to ask for a published badge: what comes behind its address, and what the caller takes. */
const doors: [door: string, accept: string][] = [
  ['', 'text/html'],
  ['', 'application/vc+ld+json'],
  ['', 'application/vc+jwt'],
  ['.json', '*/*'],
  ['.jwt', '*/*'],
  ['.png', '*/*'],
  ['.svg', '*/*'],
  ['/assertion.json', '*/*'],
  ['/embed', 'text/html'],
  ['/badge-320.png', '*/*'],
  ['/badge-640.png', '*/*'],
]

const at = (url: string, door: string, headers: Record<string, string>, method = 'GET') =>
  fetch(site + url + door, { method, headers, redirect: 'manual' })

type Closing = (badge: Awaited<ReturnType<typeof published>>) => Promise<unknown>

const ways: [string, Closing][] = [
  [
    'private',
    ({ browser, id }) => browser.post(`/badges/${id}/publish`, { visibility: 'ONLY_ME' }),
  ],
  ['deleted', ({ browser, id }) => browser.post(`/badges/${id}/delete`)],
  [
    'of somebody who closes their account',
    ({ maria }) => db.account.update({ where: { id: maria.id }, data: { closesAt: clock.now() } }),
  ],
]

test.each(ways)(
  'a badge that is %s is at no door, as if there had never been one',
  async (_, close) => {
    const badge = await published()
    const open = await Promise.all(doors.map(([door, accept]) => at(badge.url, door, { accept })))
    expect(open.map(({ status }) => status)).toEqual(doors.map(() => 200))
    await close(badge)
    for (const [index, [door, accept]] of doors.entries()) {
      const held = { accept, 'if-none-match': open[index]?.headers.get('etag') ?? '' }
      const closed = await at(badge.url, door, held)
      const unknown = await at(`/b/${'0'.repeat(25)}`, door, held)
      const answers = [closed, unknown].map(({ status, headers }) => [
        ...[status, headers.get('content-type'), headers.get('etag')],
      ])
      expect([door, ...answers]).toEqual([door, answers[1], answers[1]])
      expect(closed.status).toBe(404)
      const text = await closed.text()
      expect(text).toBe(await unknown.text())
      expect(text).not.toContain('First Aid')
      expect((await at(badge.url, door, held, 'HEAD')).status).toBe(404)
    }
  },
)

test('a badge that nobody may see is not signed because a stranger asks for it', async () => {
  const { url, id } = await published('ONLY_ME')
  for (const [door, accept] of doors) expect((await at(url, door, { accept })).status).toBe(404)
  expect(await db.signedBadge.count({ where: { assertionId: id } })).toBe(0)
})

test('every door has an ETag, answers HEAD with the same, and sends nothing again to who has it', async () => {
  const { url } = await published()
  for (const [door, accept] of doors) {
    const first = await at(url, door, { accept })
    const etag = first.headers.get('etag') ?? ''
    expect(first.headers.get('cache-control')).toContain('public')
    expect(first.headers.get('cache-control')).toContain('must-revalidate')
    expect(first.headers.getSetCookie()).toEqual([])
    const body = Buffer.from(await first.arrayBuffer())
    const head = await at(url, door, { accept }, 'HEAD')
    expect([head.status, head.headers.get('etag')]).toEqual([200, etag])
    expect(head.headers.get('content-length')).toBe(String(body.length))
    const again = await at(url, door, { accept, 'if-none-match': etag })
    expect([again.status, await again.text()]).toEqual([304, ''])
  }
})

test('each form comes as its own media type, readable for programs on any site', async () => {
  const { url } = await published()
  const typeAt = async (door: string, accept?: string) => {
    const { headers } = await at(url, door, accept === undefined ? {} : { accept })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    return headers.get('content-type')?.split(';')[0]
  }
  expect(await typeAt('.json')).toBe('application/vc+ld+json')
  expect(await typeAt('.json', 'application/json')).toBe('application/json')
  expect(await typeAt('.json', 'application/ld+json')).toBe('application/ld+json')
  expect(await typeAt('', 'application/ld+json')).toBe('application/ld+json')
  expect(await typeAt('', 'application/vc')).toBe('application/vc')
  expect(await typeAt('', 'application/vc+jwt')).toBe('application/vc+jwt')
  expect(await typeAt('.jwt')).toBe('text/plain')
  expect(await typeAt('.jwt', 'application/vc+jwt')).toBe('application/vc+jwt')
  expect(await typeAt('/assertion.json')).toBe('application/ld+json')
  expect(await typeAt('/assertion.json', 'application/json')).toBe('application/json')
  expect(await typeAt('.png')).toBe('image/png')
  expect(await typeAt('.svg')).toBe('image/svg+xml')
})

test('a browser gets the page at the address at which programs get data', async () => {
  const { url } = await published()
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  for (const accept of [browser, '*/*', 'text/html, application/json;q=0.9']) {
    const page = await at(url, '', { accept })
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.headers.get('vary')).toContain('Accept')
  }
  const data = await at(url, '', { accept: 'application/ld+json' })
  expect(data.headers.get('vary')).toContain('Accept')
  expect(await data.text()).toBe(await (await at(url, '.json', {})).text())
})

test('a page names the data beside it', async () => {
  const { url } = await published()
  const page = await employer.get(url)
  expect(page.text).toMatch(new RegExp(`rel="alternate"[^>]*href="${site}${url}\\.json"`))
})

test('what can be earned is public from when somebody was awarded it, and not before', async () => {
  const by = await issuer()
  const achievement = `/achievements/${await badgeOf(by)}`
  const doorsOfIt = ['', '.json', '/badge-320.png', '/badge-640.png']
  const statuses = async () =>
    Promise.all(doorsOfIt.map(async (door) => (await employer.get(achievement + door)).status))
  expect(await statuses()).toEqual([404, 404, 404, 404])
  await awarded(by, achievement.slice('/achievements/'.length), { email: 'ana@example.org' })
  expect(await statuses()).toEqual([200, 200, 200, 200])
  await db.issuer.update({ where: { id: by.id }, data: { foreignId: 'https://elsewhere.example' } })
  expect(await statuses()).toEqual([404, 404, 404, 404])
})

test('no form carries the learner’s address or name', async () => {
  const { maria, url } = await published('PUBLIC', { showName: 'on' })
  for (const [door, accept] of doors.slice(1, 8)) {
    const text = await (await at(url, door, { accept })).text()
    const payload = Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()
    expect(text + payload).not.toContain(maria.addresses[0])
    expect(text + payload).not.toContain('Maria')
  }
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
