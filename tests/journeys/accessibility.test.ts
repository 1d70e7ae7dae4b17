import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { site, startApp } from '../support/app.ts'
import { hasChromium, openChromium } from '../support/chromium.ts'
import { pendingBadge } from '../support/people.ts'
import { published } from '../support/published.ts'

startApp()

interface Finding {
  id: string
  nodes: { html: string }[]
}

describe.skipIf(!hasChromium).each([
  [320, 'light'],
  [1280, 'dark'],
] as const)('at %i px, %s', (width, colorScheme) => {
  let chromium: Browser
  let context: BrowserContext
  let axe = ''
  const paths: string[] = []

  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    const { id, url, browser, maria } = await published('PUBLIC', { showName: 'on' })
    const waiting = await pendingBadge(maria)
    paths.push(
      '/',
      '/help',
      '/sign-up',
      '/log-in',
      '/forgot-password',
      '/nothing-here',
      url,
      `${url}/embed`,
    )
    paths.push(
      '/home',
      '/home/declined',
      `/home/${waiting}`,
      '/badges',
      '/badges?view=list',
      '/badges?q=zebra',
    )
    paths.push(`/badges/${id}`, `/badges/${id}/publish`, `/badges/${id}/delete`)
    chromium = await openChromium()
    context = await chromium.newContext({ viewport: { width, height: 700 }, colorScheme })
    await context.addCookies(
      [...browser.cookies].map(([name, value]) => ({ name, value, url: site })),
    )
  })

  afterAll(() => chromium.close())

  test('axe finds nothing, nothing overflows, and each page has one h1', async () => {
    const page = await context.newPage()
    for (const path of paths) {
      await page.goto(site + path)
      // As the browser's own tools do: past the page's policy, which lets no script of ours in either.
      await page.evaluate(axe)
      const violations: Finding[] = await page.evaluate(
        'axe.run().then((result) => result.violations)',
      )
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
      expect({ path, told }).toEqual({ path, told: [] })
      expect({ path, wide: await page.evaluate('document.documentElement.scrollWidth') }).toEqual({
        path,
        wide: width,
      })
      expect({ path, headings: await page.locator('h1').count() }).toEqual({ path, headings: 1 })
    }
  })
})
