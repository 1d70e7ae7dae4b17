import { afterEach, expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { startProviders } from '../support/oauth-server.ts'
import { newAddress } from '../support/sign-up.ts'
import { atFacebook, atGoogle, comeFrom, wayBack } from '../support/visitors.ts'

startApp()
const { google, facebook } = startProviders()

const both = [
  ['Google', google, () => atGoogle(newAddress())],
  ['Facebook', facebook, () => atFacebook()],
] as const

const crashes: unknown[] = []
process.on('unhandledRejection', (reason) => crashes.push(reason))
afterEach(() => expect(crashes).toEqual([]))

test.each(
  both.flatMap(([label, server, person]) =>
    (['token', 'profile'] as const).flatMap((endpoint) =>
      (['nonsense', 'null', 'too much', 'broken', 'no token'] as const).map(
        (trouble) => [label, endpoint, trouble, server, person] as const,
      ),
    ),
  ),
)('%s answers for the %s with “%s”: other ways in are offered', async (...given) => {
  const [label, endpoint, trouble, server, person] = given
  server.trouble[endpoint] = trouble
  const { browser, page } = await comeFrom(server, person())
  expect(page.status).toBe(503)
  expect(wordsOf(page.text)).toContain(`${label} did not answer`)
  expect(wordsOf(page.text)).toContain('Try again, or log in another way.')
  expect((await browser.get('/home')).location).toContain('/log-in')
})

test.each(both)('%s is not there', async (label, server, person) => {
  const { browser, back } = await wayBack(server, person())
  await server.stop()
  const page = await browser.get(back)
  await server.start()
  expect(page.status).toBe(503)
  expect(wordsOf(page.text)).toContain(`${label} did not answer`)
})

test.each(
  both.flatMap(([label, server, person]) =>
    (['token', 'profile'] as const).map((endpoint) => [label, endpoint, server, person] as const),
  ),
)(
  '%s is too slow with the %s: five seconds are enough',
  async (label, endpoint, server, person) => {
    const { browser, back } = await wayBack(server, person())
    server.trouble[endpoint] = 'late'
    const started = performance.now()
    const page = await browser.get(back)
    const took = performance.now() - started
    expect(page.status).toBe(503)
    expect(wordsOf(page.text)).toContain(`${label} did not answer`)
    expect(took).toBeGreaterThan(4_500)
    expect(took).toBeLessThan(5_900)
  },
)

test('while one is slow, everybody else is served, and the login page shows the other ways', async () => {
  const { browser, back } = await wayBack(google, atGoogle(newAddress()))
  google.trouble.token = 'late'
  const waiting = browser.get(back)
  const started = performance.now()
  expect((await new Browser().get('/log-in')).status).toBe(200)
  expect((await comeFrom(facebook, atFacebook())).page.location).toBe('/sign-up/address')
  expect(performance.now() - started).toBeLessThan(2_000)
  const page = await waiting
  expect(page.text).toContain('href="/log-in?next=%2Fhome"')
  expect(page.text).toContain('href="/log-in/google?next=%2Fhome"')
})
