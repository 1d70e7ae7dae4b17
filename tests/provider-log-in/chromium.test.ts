import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { site, startApp } from '../support/app.ts'
import { hasChromium, openChromium } from '../support/chromium.ts'
import { look } from '../support/look.ts'
import { startProviders } from '../support/oauth-server.ts'
import { confirmationFor, newAddress } from '../support/sign-up.ts'
import { atFacebook, atGoogle, claimFor } from '../support/visitors.ts'

startApp()
const { google, facebook } = startProviders()

const patience = { timeout: 10_000 }

test.skipIf(!hasChromium)(
  'axe finds nothing on the pages, and nothing overflows at 320 px',
  async () => {
    const chromium = await openChromium()
    const page = await chromium.newPage({ viewport: { width: 320, height: 700 } })
    const check = async (path: string) => {
      expect(new URL(page.url()).pathname).toBe(path)
      await look(page)
    }
    facebook.person = atFacebook()
    await page.goto(`${site}/log-in/facebook`)
    await check('/sign-up/address')
    google.person = atGoogle(newAddress())
    await page.goto(`${site}/log-in/google`)
    await page.goto(`${site}/settings/providers`)
    await check('/settings/providers')
    await page.getByRole('link', { name: 'Add Facebook' }).click()
    await check('/settings/providers/waiting')
    await chromium.close()
  },
)

describe.skipIf(!hasChromium).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('from the bottom of the claim page, %s', (_how, javaScriptEnabled) => {
  let chromium: Browser
  let context: BrowserContext
  let page: Page
  const complaints: string[] = []

  const words = () => page.locator('main').innerText()
  const press = (name: string) => page.getByRole('button', { name }).click()

  beforeAll(async () => {
    chromium = await openChromium()
  })
  afterAll(() => chromium.close())
  beforeEach(async () => {
    context = await chromium.newContext({ javaScriptEnabled })
    page = await context.newPage()
    page.setDefaultTimeout(patience.timeout)
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
    return () => context.close()
  })

  test('through Google, to the badge on Home', async () => {
    const address = newAddress()
    google.person = atGoogle(address)
    await page.goto(`${site}/claim/${await claimFor(address)}`)
    await page.getByRole('link', { name: 'Continue with Google' }).click()
    await expect.poll(words, patience).toContain('Your account is ready')
    expect(new URL(page.url()).pathname).toBe('/home')
    await press('Accept badge')
    await expect.poll(words, patience).toContain('Well done!')
    expect(complaints).toEqual([])
  })

  test('through Facebook, by one more step and a mail, to the badge on Home', async () => {
    const address = newAddress()
    facebook.person = atFacebook(address)
    await page.goto(`${site}/claim/${await claimFor(address)}`)
    await page.getByRole('link', { name: 'Continue with Facebook' }).click()
    await expect.poll(words, patience).toContain('One more step')
    expect(await page.getByLabel('Email address').inputValue()).toBe(address)
    await press('Continue')
    await expect.poll(words, patience).toContain('Check your email')
    await page.goto(`${site}${(await confirmationFor(address)).link}`)
    await press('Yes, confirm')
    await expect.poll(words, patience).toContain('Email confirmed')
    await press('Accept badge')
    await expect.poll(words, patience).toContain('Well done!')

    // The next time Facebook is enough.
    const phone = await chromium.newContext({ javaScriptEnabled })
    page = await phone.newPage()
    await page.goto(`${site}/log-in`)
    await page.getByRole('link', { name: 'Continue with Facebook' }).click()
    await expect.poll(() => new URL(page.url()).pathname, patience).toBe('/home')
    await phone.close()
    expect(complaints).toEqual([])
  })
})
