import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { site, startApp } from '../support/app.ts'
import { hasChromium, openChromium } from '../support/chromium.ts'
import { look, takeCookies } from '../support/look.ts'
import { heldBadge, learner, logIn } from '../support/people.ts'

startApp()

describe.skipIf(!hasChromium)('in a browser', () => {
  let chromium: Browser

  beforeAll(async () => {
    chromium = await openChromium()
  })
  afterAll(() => chromium.close())

  test.each(['light', 'dark'] as const)(
    'somebody with a small phone gets their data, closes the account and keeps it (%s)',
    async (colorScheme) => {
      const maria = await learner('Maria')
      await heldBadge(maria)
      const mariasBrowser = await logIn(maria)
      const viewport = { width: 320, height: 700 }
      const context = await chromium.newContext({ viewport, colorScheme })
      await takeCookies(context, mariasBrowser)
      const page = await context.newPage()

      await page.goto(`${site}/settings/data`)
      await look(page)
      await page.getByRole('button', { name: 'Make a copy of my data' }).click()
      await page.getByText('You get an email when it is ready').waitFor()
      await look(page)
      const link = page.getByRole('link', { name: 'Download' })
      await expect.poll(() => page.reload().then(() => link.count()), { timeout: 15_000 }).toBe(1)
      await look(page)
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
      expect(download.suggestedFilename()).toMatch(/^passport-\d{4}-\d\d-\d\d\.zip$/)
      expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe('PK')

      await page.goto(`${site}/settings/close`)
      await look(page)
      await page.getByRole('button', { name: 'Close my account' }).click()
      await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
      await look(page)
      await page.getByLabel('I understand').check()
      await page.getByRole('button', { name: 'Close my account' }).click()
      await page.getByRole('heading', { name: 'Your account closes on' }).waitFor()
      await look(page)
      await page.getByRole('button', { name: 'Keep my account' }).click()
      await page.getByText('Your account stays open').waitFor()
      await context.close()
    },
  )
})
