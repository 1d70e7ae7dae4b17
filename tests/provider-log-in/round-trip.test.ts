import { describe, expect, test } from 'vitest'
import { minutes } from '#durations'
import { db } from '#db'
import { clock, site, startApp } from '../support/app.ts'
import { Browser, wordsOf, type Page } from '../support/browser.ts'
import { learner, logIn } from '../support/people.ts'
import { startProviders } from '../support/oauth-server.ts'
import { newAddress } from '../support/sign-up.ts'
import { atFacebook, atGoogle, comeFrom, wayBack } from '../support/visitors.ts'

startApp()
const { google, facebook } = startProviders()

const someone = () => atGoogle(newAddress())

/** One clear page, and no one is logged in. */
async function expectNobody(browser: Browser, page: Page, status = 400) {
  expect(page.status).toBe(status)
  expect((await browser.get('/home')).location).toContain('/log-in')
}

describe('a way back that does not fit', () => {
  test('without a state', async () => {
    const { browser, back } = await wayBack(google, someone())
    const code = new URL(back, site).searchParams.get('code')
    const page = await browser.get(`/log-in/google/callback?code=${code}`)
    await expectNobody(browser, page)
    expect(wordsOf(page.text)).toContain('Please start again')
  })

  test('with the state of another browser', async () => {
    const attacker = await wayBack(google, someone())
    const victim = await wayBack(google, someone())
    await expectNobody(victim.browser, await victim.browser.get(attacker.back))
    const stranger = new Browser()
    await expectNobody(stranger, await stranger.get(attacker.back))
    expect((await victim.browser.get(victim.back)).location).toBe('/home')
  })

  test('a second time', async () => {
    const { browser, back } = await wayBack(google, someone())
    await browser.get(back)
    expect((await browser.get(back)).status).toBe(400)
    const other = new Browser()
    await expectNobody(other, await other.get(back))
  })

  test('with a code that was used before', async () => {
    for (const [server, person] of [
      [google, someone()],
      [facebook, atFacebook()],
    ] as const) {
      const first = await wayBack(server, person)
      await first.browser.get(first.back)
      const second = await wayBack(server, person)
      const url = new URL(second.back, site)
      url.searchParams.set('code', new URL(first.back, site).searchParams.get('code') ?? '')
      const page = await second.browser.get(url.href)
      await expectNobody(second.browser, page)
      expect(page.text).not.toContain('<b>Bad Request</b>')
    }
  })

  test('after more than ten minutes', async () => {
    const { browser, back } = await wayBack(google, someone())
    clock.ahead += minutes(11)
    await expectNobody(browser, await browser.get(back))
  })

  test('through the other provider', async () => {
    const { browser, back } = await wayBack(google, someone())
    await expectNobody(browser, await browser.get(back.replace('google', 'facebook')))
    await expectNobody(browser, await browser.get(back))
    expect(facebook.asked.token).toEqual([])
    expect(google.asked.token).toEqual([])
  })

  test('after a logout', async () => {
    const browser = await logIn(await learner('Maria'))
    const { back } = await wayBack(google, someone(), { browser })
    await browser.post('/log-out')
    await expectNobody(browser, await browser.get(back))
  })

  test('when somebody else is logged in by then', async () => {
    const [maria, tom] = [await learner('Maria'), await learner('Tom')]
    const trip = { browser: await logIn(maria), from: '/settings/providers/google/add' }
    const { browser, back } = await wayBack(google, someone(), trip)
    const of = { accountId: maria.id }
    const { id, data } = await db.session.findFirstOrThrow({ where: of })
    const swapped = { ...(data as object), passport: { user: tom.id } }
    await db.session.update({ where: { id }, data: { data: swapped } })
    expect((await browser.get(back)).status).toBe(400)
    expect(google.asked.token).toEqual([])
  })

  test.each(['code=1&code=2', 'code[a]=1', 'code=', 'error_code=1', `code=${'1'.repeat(9_000)}`])(
    'with %s',
    async (query) => {
      const { browser, back } = await wayBack(google, someone())
      const state = new URL(back, site).searchParams.get('state')
      const page = await browser.get(`/log-in/google/callback?${query}&state=${state}`)
      await expectNobody(browser, page, 503)
      expect(google.asked.authorize).toHaveLength(1)
    },
  )

  test.each(['state=1&state=2', 'state[$ne]=1', '__proto__=1', 'state=%00'])(
    'with %s',
    async (query) => {
      const { browser } = await wayBack(google, someone())
      await expectNobody(browser, await browser.get(`/log-in/google/callback?code=1&${query}`))
    },
  )
})

describe('what the provider says instead of a code', () => {
  const html = '<img src=x onerror=alert(1)>'

  test('who pressed Cancel there is back at the login, and what they came for is kept', async () => {
    google.refusal = { error: 'access_denied', error_description: html }
    const { browser, page } = await comeFrom(google, someone(), {
      from: '/log-in/google?next=/badges',
    })
    expect(page.location).toBe('/log-in?next=%2Fbadges')
    const login = await browser.get(page.location ?? '')
    expect(wordsOf(login.text)).toContain('You came back without Google')
    expect(login.text).not.toContain('onerror')
    expect(login.text).toContain('/log-in/facebook?next=%2Fbadges')
  })

  test.each(['server_error', 'temporarily_unavailable', html])('"%s"', async (error) => {
    google.refusal = { error, error_description: html, error_uri: 'https://evil.test' }
    const { browser, page } = await comeFrom(google, someone())
    await expectNobody(browser, page, 503)
    expect(page.text).not.toMatch(/onerror|evil\.test/)
  })
})

test.each([
  ['//evil.test', '/home'],
  ['/\\evil.test', '/home'],
  ['https://evil.test/', '/home'],
  ['javascript:alert(1)', '/home'],
  ['/%09/evil.test', '/%09/evil.test'],
  ['/badges?q=b2', '/badges?q=b2'],
])('asked to come back to %s, people come to %s', async (next, to) => {
  const from = `/log-in/google?next=${encodeURIComponent(next)}`
  const { page } = await comeFrom(google, someone(), { from })
  expect(page.location).toBe(to)
})

test('a login has a new session id, and the old one is nobody’s', async () => {
  const { browser, back } = await wayBack(google, someone())
  const before = browser.cookies.get('sid') ?? ''
  await browser.get(back)
  expect(browser.cookies.get('sid')).not.toBe(before)
  const old = await fetch(`${site}/home`, {
    headers: { cookie: `sid=${before}` },
    redirect: 'manual',
  })
  expect(old.headers.get('location')).toContain('/log-in')
})

test.each(['cross-site', 'same-site'])('a %s page cannot begin it', async (from) => {
  const browser = new Browser()
  const header = { 'sec-fetch-site': from }
  const page = await browser.get('/log-in/google?next=/badges', header)
  expect(page.location).toBe('/log-in?next=%2Fbadges')
  const maria = await logIn(await learner('Maria'))
  expect((await maria.get('/settings/providers/google/add', header)).location).toBe(
    '/settings/providers',
  )
  expect(google.asked.authorize).toEqual([])
})

test('too many logins from one place have to wait', async () => {
  await db.rateLimit.deleteMany()
  const tries = Array.from({ length: 121 }, () => new Browser().get('/log-in/google'))
  const statuses = (await Promise.all(tries)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 429)).toHaveLength(1)
  await db.rateLimit.deleteMany()
})
