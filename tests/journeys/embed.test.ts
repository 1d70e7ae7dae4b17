import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db } from '#db'
import { withFacts } from '#badges/facts'
import { shareLinks } from '#sharing/share-links'
import { site, startApp } from '../support/app.ts'
import { hasChromium, openChromium } from '../support/chromium.ts'
import { published } from '../support/published.ts'

startApp()

/** How wide the picture really is; 0 where none could be loaded. */
const widthOf = (picture: Locator) =>
  picture.evaluate(async (element: unknown) => {
    const image = element as { decode(): Promise<void>; naturalWidth: number }
    await image.decode().catch(() => undefined)
    return image.naturalWidth
  })

describe.skipIf(!hasChromium)('a page on another site', () => {
  let chromium: Browser
  let foreign: Page
  let url = ''
  let owner: Awaited<ReturnType<typeof published>>
  const page = { html: '' }
  const server = createServer((_req, res) =>
    res.setHeader('Content-Type', 'text/html').end(page.html),
  )

  async function show(html: string) {
    page.html = html
    await foreign.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  }

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    chromium = await openChromium()
    foreign = await chromium.newPage()
    foreign.setDefaultTimeout(5_000)
    owner = await published()
    url = site + owner.url
  })

  afterAll(async () => {
    await chromium.close()
    server.closeAllConnections()
    server.close()
  })

  async function codes() {
    const badge = await db.assertion.findUniqueOrThrow({
      where: { id: owner.id },
      include: withFacts,
    })
    const share = shareLinks(badge)
    if (!share) throw new Error('The badge is not shared')
    return share
  }

  test('shows the card by the embed code', async () => {
    await show((await codes()).iframeCode)
    const card = foreign.frameLocator('iframe').locator('body')
    expect(await card.innerText()).toContain('First Aid')
    const picture = foreign.frameLocator('iframe').locator('img').first()
    expect(await widthOf(picture)).toBeGreaterThan(0)
  })

  test('shows the picture by the other code', async () => {
    await show((await codes()).imageCode)
    expect(await widthOf(foreign.locator('img'))).toBe(320)
  })

  test.each(['/log-in', '/help', '/'])('cannot frame %s', async (path) => {
    await show(`<iframe src="${site}${path}"></iframe>`)
    await expect
      .poll(() => foreign.frames()[1]?.url(), { timeout: 5_000 })
      .toMatch(/^chrome-error:/)
  })

  test('shows nothing more once the badge is private', async () => {
    const { iframeCode, imageCode } = await codes()
    await owner.browser.post(`/badges/${owner.id}/publish`, { visibility: 'ONLY_ME' })
    await show(iframeCode + imageCode)
    expect(foreign.frames().some((frame) => frame.url().startsWith(url))).toBe(false)
    expect(await widthOf(foreign.locator('img'))).toBe(0)
  })
})
