import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { site, startApp } from '../support/app.ts'
import { hasChromium, openChromium } from '../support/chromium.ts'
import { look, takeCookies } from '../support/look.ts'
import { pendingBadge } from '../support/people.ts'
import { published } from '../support/published.ts'

startApp()

const forVisitors = [
  ...['/', '/help', '/sign-up', '/log-in', '/log-in/code', '/forgot-password', '/nothing-here'],
]

// The pages about addresses, providers, passkeys, the second step and one's data are looked at by
// the tests that walk through them.
const forLearners = [
  ...['/home', '/home/declined', '/badges', '/badges?view=list', '/badges?q=zebra'],
  ...['/settings', '/settings/names', '/settings/emails', '/settings/password'],
  ...['/settings/devices', '/settings/activity', '/log-in/again'],
]

describe.skipIf(!hasChromium).each([
  [320, 'light'],
  [1280, 'dark'],
] as const)('at %i px, %s', (width, colorScheme) => {
  let chromium: Browser
  /** Each page, in the window of a visitor or of somebody who is logged in. */
  const pages: { path: string; page: Page }[] = []

  beforeAll(async () => {
    const { id, url, browser, maria } = await published('PUBLIC', { showName: 'on' })
    const waiting = await pendingBadge(maria)
    chromium = await openChromium()
    const size = { viewport: { width, height: 700 }, colorScheme }
    const [visitor, learner] = [await chromium.newContext(size), await chromium.newContext(size)]
    await takeCookies(learner, browser)
    const [theirs, hers] = [await visitor.newPage(), await learner.newPage()]
    for (const path of [...forVisitors, url, `${url}/embed`]) pages.push({ path, page: theirs })
    const own = [
      `/home/${waiting}`,
      ...['', '/publish', '/delete'].map((end) => `/badges/${id}${end}`),
    ]
    for (const path of [...forLearners, ...own]) pages.push({ path, page: hers })
  })

  afterAll(() => chromium.close())

  test(
    'axe finds nothing, nothing overflows, and each page has one h1',
    { timeout: 120_000 },
    async () => {
      for (const { path, page } of pages) {
        await page.goto(site + path)
        expect(new URL(page.url()).pathname).toBe(path.split('?')[0])
        await look(page)
      }
    },
  )
})
