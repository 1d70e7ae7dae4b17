import { expect, test } from 'vitest'
import { days } from '#durations'
import { db } from '#db'
import { site, startApp } from '../support/app.ts'
import { Browser } from '../support/browser.ts'
import { learner, logIn, password } from '../support/people.ts'

startApp()

test('logging in gives a new session id; logging out ends it on the server', async () => {
  const maria = await learner('Maria')
  const browser = new Browser()
  await browser.post('/sign-up', { name: 'X', email: 'x@example.org', password })
  const before = browser.cookies.get('sid')
  await browser.post('/log-in', { email: maria.addresses[0] ?? '', password })
  const sid = browser.cookies.get('sid')
  expect(sid).toBeDefined()
  expect(sid).not.toBe(before)

  const left = await browser.post('/log-out')
  expect(left.headers.get('clear-site-data')).toBe('"storage"')
  browser.cookies.set('sid', sid ?? '')
  expect((await browser.get('/home')).location).toContain('/log-in')
})

test('the cookie is for us alone, and only its hash is kept', async () => {
  const maria = await learner('Maria')
  const browser = new Browser()
  const page = await browser.post('/log-in', { email: maria.addresses[0] ?? '', password })
  expect(page.headers.getSetCookie().find((line) => line.startsWith('sid='))).toMatch(
    /Path=\/;.*HttpOnly; SameSite=Lax/,
  )
  const sid =
    decodeURIComponent(browser.cookies.get('sid') ?? '')
      .slice(2)
      .split('.')[0] ?? ''
  expect(sid.length).toBeGreaterThan(20)
  expect(await db.session.findUnique({ where: { id: sid } })).toBeNull()
})

test('a wrong password, an unknown address and nonsense get the same answer', async () => {
  const [known = ''] = (await learner('Maria')).addresses
  const tries = [
    { email: known, password: 'not the right one' },
    { email: 'nobody@example.org', password: 'not the right one' },
  ]
  const pages = await Promise.all(tries.map((fields) => new Browser().post('/log-in', fields)))
  const [first, second] = pages.map(({ text }, index) =>
    text
      .replaceAll(tries[index]?.email ?? '', 'ADDRESS')
      .replace(/name="_csrf" value="[^"]+"/g, ''),
  )
  expect(pages.map(({ status }) => status)).toEqual([422, 422])
  expect(first).toBe(second)
  expect(first).toContain('The email or password is not right')
})

test('addresses are the same in capitals and with spaces around', async () => {
  const [address = ''] = (await learner('Maria')).addresses
  const page = await new Browser().post('/log-in', {
    email: ` ${address.toUpperCase()} `,
    password,
  })
  expect(page.location).toBe('/home')
})

test('a session ends after 7 idle days, and after 30 in any case', async () => {
  const browser = await logIn(await learner('Maria'))
  const idle = await logIn(await learner('Tom'))
  const past = (count: number) => new Date(Date.now() - days(count))
  const rows = await db.session.findMany({
    where: { accountId: { not: null } },
    orderBy: { createdAt: 'desc' },
  })
  await db.session.update({ where: { id: rows[0]?.id ?? '' }, data: { touchedAt: past(7.1) } })
  await db.session.update({ where: { id: rows[1]?.id ?? '' }, data: { createdAt: past(30.1) } })
  expect((await idle.get('/home')).location).toContain('/log-in')
  expect((await browser.get('/home')).location).toContain('/log-in')
})

test('private pages lead to the login and back, to paths of this site only', async () => {
  const maria = await learner('Maria')
  const browser = new Browser()
  expect((await browser.get('/badges?q=first')).location).toBe('/log-in?next=%2Fbadges%3Fq%3Dfirst')
  const fields = { email: maria.addresses[0] ?? '', password }
  expect((await browser.post('/log-in', { ...fields, next: '/badges?q=first' })).location).toBe(
    '/badges?q=first',
  )
})

const elsewhere = [
  '//evil.test',
  String.raw`/\evil.test`,
  String.raw`\/evil.test`,
  '/%09/evil.test',
  '/\t/evil.test',
  'https:evil.test',
  'https://evil.test',
  'javascript:alert(1)',
  'data:text/html,x',
  '@evil.test',
  '/..//evil.test',
  '///evil.test',
  'http:/evil.test',
  '/\r\nLocation: https://evil.test',
  'evil.test',
  '',
  '/%5cevil.test',
  `${site}@evil.test/`,
]

test.each(elsewhere)('after logging in nobody is sent to %j', async (next) => {
  const maria = await learner('Maria')
  const page = await new Browser().post('/log-in', {
    email: maria.addresses[0] ?? '',
    password,
    next,
  })
  expect(page.status).toBe(303)
  const target = new URL(page.location ?? '', site)
  expect(target.origin).toBe(site)
  expect(target.pathname.startsWith('//')).toBe(false)
})
