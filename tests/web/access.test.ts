import { beforeAll, expect, test } from 'vitest'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import { minutes } from '#durations'
import { siteMap } from '#routes'
import { listRoutes } from '#web/site-map'
import { clock, site, startApp } from '../support/app.ts'
import { Browser } from '../support/browser.ts'
import { heldBadge, issuer, learner, logIn, pendingBadge } from '../support/people.ts'

startApp()

const routes = listRoutes(siteMap)
const loggedIn = routes.filter(({ who }) => ['learner', 'fresh learner', 'staff'].includes(who))
const learnerRoutes = routes.filter(({ who }) => who === 'learner')
const freshRoutes = routes.filter(({ who }) => who === 'fresh learner')
const badgeRoutes = learnerRoutes.filter(({ path }) => /^\/(home|badges)\/.*:id/.test(path))
const issuerRoutes = routes.filter(({ who }) => who === 'issuer')

let maria: Learner
let held: string
let waiting: string

beforeAll(async () => {
  maria = await learner('Maria')
  held = await heldBadge(maria)
  waiting = await pendingBadge(maria)
})

const pathFor = (path: string, id: string) =>
  path.replace(':id', id).replace(':size', '160').replace(':provider', 'google')

function send(browser: Browser, method: string, path: string) {
  return method === 'GET'
    ? browser.get(path)
    : browser.post(path, { visibility: 'PUBLIC', tags: 'x' })
}

test('the map names every route with who may call it', () => {
  expect(routes.length).toBeGreaterThan(40)
  expect(learnerRoutes.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      '/home',
      '/home/:id/accept',
      '/badges',
      '/badges/:id',
      '/badges/:id/publish',
      '/badges/:id/delete',
    ]),
  )
})

test.each(loggedIn)('$method $path: a visitor is led to the login', async ({ method, path }) => {
  const page = await send(new Browser(), method, pathFor(path, held))
  expect(page.status).toBe(303)
  expect(page.location).toMatch(/^\/log-in/)
})

test.each(badgeRoutes)(
  '$method $path: another learner’s badge is as if it were not there',
  async ({ method, path }) => {
    const tom = await logIn(await learner('Tom'))
    const foreign = await send(
      tom,
      method,
      pathFor(path, path.startsWith('/home') ? waiting : held),
    )
    const missing = await send(tom, method, pathFor(path, 'nothing'))
    if (path.endsWith('take-back')) return expect(foreign.location).toBe(missing.location)
    expect([foreign.status, missing.status]).toEqual([404, 404])
    expect(foreign.text).toBe(missing.text)
  },
)

test.each(badgeRoutes.filter(({ method }) => method === 'GET'))(
  '$method $path: the owner gets it',
  async ({ path }) => {
    const browser = await logIn(maria)
    expect(
      (await browser.get(pathFor(path, path.startsWith('/home') ? waiting : held))).status,
    ).toBe(200)
  },
)

test.each(
  loggedIn.filter(
    ({ path }) => path.includes(':id') && !badgeRoutes.some((one) => one.path === path),
  ),
)('$method $path: what is not there is not found, whoever asks', async ({ method, path }) => {
  const page = await send(await logIn(maria), method, pathFor(path, 'nothing'))
  expect(page.status).toBe(404)
})

test.each(freshRoutes)(
  '$method $path: ten minutes after the login it is asked for again, and nothing is done',
  async ({ method, path }) => {
    const browser = await logIn(maria)
    const before = await db.securityEvent.count()
    clock.ahead = minutes(10.1)
    const page = await send(browser, method, pathFor(path, 'nothing'))
    clock.ahead = 0
    expect(page.status).toBe(303)
    expect(page.location).toMatch(/^\/log-in\/again\?next=%2Fsettings%2F/)
    expect(await db.securityEvent.count()).toBe(before)
  },
)

test.each(routes.filter(({ who }) => who === 'staff'))(
  '$method $path: for those who act for no issuer it is not there',
  async ({ method, path }) => {
    const browser = await logIn(maria)
    expect((await send(browser, method, pathFor(path, 'nothing'))).status).toBe(404)
  },
)

test.each(issuerRoutes)(
  '$method $path: no key, no answer; a login is no key',
  async ({ method, path }) => {
    const sid = (await logIn(maria)).cookies.get('sid') ?? ''
    for (const headers of [{}, { cookie: `sid=${sid}` }]) {
      const answer = await fetch(site + pathFor(path, held), { method, headers })
      expect(answer.status).toBe(401)
    }
  },
)

test.each(issuerRoutes.filter(({ path }) => path.includes(':id')))(
  '$method $path: another issuer’s award is as if it were not there',
  async ({ method, path }) => {
    const { key } = await issuer('Another')
    const ask = async (id: string) => {
      const body = method === 'POST' ? '{}' : null
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const answer = await fetch(site + pathFor(path, id), { method, headers, body })
      return { status: answer.status, text: await answer.text() }
    }
    expect(await ask(held)).toEqual(await ask('nothing'))
    expect((await ask(held)).status).toBe(404)
  },
)

test('an issuer’s key does nothing on pages', async () => {
  const { key } = await issuer()
  const answer = await fetch(`${site}/home`, {
    headers: { authorization: `Bearer ${key}` },
    redirect: 'manual',
  })
  expect(answer.status).toBe(303)
})

test.each(routes.filter(({ who }) => who === 'anyone'))(
  '$method $path: no cookie for anyone',
  async ({ method, path }) => {
    const answer = await fetch(site + path.replace(/:\w+/g, 'nothing'), { method })
    expect(answer.headers.getSetCookie()).toEqual([])
  },
)

test('every route that changes something wants the token of a form', async () => {
  const browser = await logIn(maria)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const other =
    /name="_csrf" value="([^"]+)"/.exec((await new Browser().get('/log-in')).text)?.[1] ?? ''
  const changing = routes.filter(
    ({ method, who }) => method === 'POST' && who !== 'anyone' && who !== 'issuer',
  )
  expect(changing.length).toBeGreaterThan(10)
  // As many letters as a token has, and twice as many bytes.
  const asLong = 'é'.repeat(other.length)
  const forms: Record<string, string>[] = [{}, { _csrf: other }, { _csrf: asLong }]
  for (const { path } of changing) {
    for (const body of forms.map((form) => new URLSearchParams(form))) {
      const answer = await fetch(site + pathFor(path, held).replace(':token', 'x'), {
        method: 'POST',
        headers: { cookie, origin: site },
        body,
        redirect: 'manual',
      })
      expect([path, answer.status]).toEqual([path, 403])
    }
  }
})

test.each([
  ['another site', { origin: 'https://evil.test' }],
  ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['a sibling of our domain', { 'sec-fetch-site': 'same-site' }],
  ['a cross-site request', { 'sec-fetch-site': 'cross-site' }],
])('a form from %s is refused even with a right token', async (_where, headers) => {
  const browser = await logIn(maria)
  const id = await pendingBadge(maria)
  expect((await browser.post(`/home/${id}/accept`, {}, headers)).status).toBe(403)
  expect(
    (await browser.post(`/home/${id}/accept`, {}, { 'sec-fetch-site': 'same-origin' })).status,
  ).toBe(303)
})
