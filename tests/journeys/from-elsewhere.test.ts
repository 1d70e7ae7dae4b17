import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { site, startApp } from '../support/app.ts'
import { hasChromium, openChromium } from '../support/chromium.ts'
import { foreignBadge, tampered } from '../support/foreign-badge.ts'
import { look, takeCookies } from '../support/look.ts'
import { learner, logIn, picture } from '../support/people.ts'

startApp()

describe.skipIf(!hasChromium)('a badge from elsewhere', () => {
  let chromium: Browser
  let page: Page
  const trouble: string[] = []

  const open = async (more: object = {}): Promise<BrowserContext> => {
    const context = await chromium.newContext(more)
    context.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) trouble.push(line.text())
    })
    context.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith('data:') && new URL(url).origin !== site) trouble.push(url)
    })
    return context
  }

  beforeAll(async () => {
    chromium = await openChromium()
  })

  afterAll(() => chromium.close())

  const choose = async (bytes: string) => {
    const file = { name: 'badge.json', mimeType: 'application/json', buffer: Buffer.from(bytes) }
    await page.getByLabel('Badge file').setInputFiles(file)
  }

  test('an employer with a phone checks one that was changed', async () => {
    const phone = { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }
    page = await (await open(phone)).newPage()
    await page.goto(`${site}/help`)
    await page.getByRole('link', { name: 'Check a badge' }).first().click()
    await look(page)
    await page.getByRole('button', { name: 'Check this badge' }).click()
    await look(page)
    await choose(tampered(await foreignBadge({ image: picture })))
    await page.getByRole('button', { name: 'Check this badge' }).click()
    await page.getByText('Not valid: the badge data was changed').waitFor()
    expect(await page.evaluate('document.querySelector("main img").naturalWidth')).toBe(320)
    await look(page)
  })

  test('a learner adds theirs, prints it and shows it', async () => {
    const maria = await learner('Maria')
    const context = await open({ viewport: { width: 1280, height: 900 }, acceptDownloads: true })
    await takeCookies(context, await logIn(maria))
    page = await context.newPage()
    await page.goto(`${site}/badges`)
    await page.getByRole('link', { name: 'Add a badge' }).first().click()
    await look(page)
    await choose(await foreignBadge({ email: maria.addresses[0] ?? '', image: picture }))
    await page.getByRole('button', { name: 'Look at this badge' }).click()
    await page.getByText('This badge is yours').waitFor()
    await look(page)
    await page.getByRole('button', { name: 'Add to my badges' }).click()
    await page.getByText('Badge added').waitFor()
    await look(page)
    await page.getByRole('link', { name: 'Download' }).click()
    await look(page)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Certificate (PDF)' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('swimming-certificate.pdf')
  })

  test('a stranger asks about a person and checks again, without a script', async () => {
    const maria = await learner('Maria')
    const browser = await logIn(maria)
    const [email = ''] = maria.addresses
    const bytes = await foreignBadge({ email, image: picture })
    const { location } = await browser.upload('/badges/add', { name: 'x', bytes })
    const badge = (await browser.post(location ?? '')).location ?? ''
    await browser.post(`${badge}/publish`, { visibility: 'PUBLIC' })
    const shown = /href="([^"]+\/b\/[a-z0-9]{25})"/.exec((await browser.get(badge)).text)?.[1] ?? ''
    page = await (await open({ javaScriptEnabled: false })).newPage()
    await page.goto(shown)
    await page.getByLabel('Email address').fill(email)
    await page.getByRole('button', { name: 'Ask' }).click()
    await page.getByText('This badge was awarded to that email address.').waitFor()
    expect(page.url()).not.toContain('@')
    await page.getByRole('link', { name: 'Back to the badge' }).click()
    await page.getByRole('button', { name: 'Check again' }).click()
    await page.waitForURL(`${shown}#check`)
  })

  test('nothing of it ran, or loaded from elsewhere', () => {
    expect(trouble).toEqual([])
  })
})
