import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Learner } from '#accounts/credentials'
import { ask, learnerWithTwo, pathOf, proofFor } from '../support/addresses.ts'
import { site, startApp } from '../support/app.ts'
import { hasChromium, openChromium } from '../support/chromium.ts'
import { look, takeCookies } from '../support/look.ts'
import { mailbox, soon } from '../support/mailbox.ts'
import { awarded, badgeOf, issuer, learner, password } from '../support/people.ts'
import { newAddress } from '../support/sign-up.ts'

startApp()

const patience = { timeout: 5_000 }

describe.skipIf(!hasChromium)('a badge that went to another address, without JavaScript', () => {
  let chromium: Browser
  let page: Page
  let ana: Learner
  const school = newAddress()

  const press = (name: string | RegExp) => page.getByRole('button', { name }).click()
  const words = () => page.locator('main').innerText()

  beforeAll(async () => {
    ana = await learner('Ana')
    const board = await issuer('Northfield Exam Board')
    await awarded(board, await badgeOf(board, 'B2 English'), { email: school })
    chromium = await openChromium()
    page = await (await chromium.newContext({ javaScriptEnabled: false })).newPage()
    page.setDefaultTimeout(patience.timeout)
  })

  afterAll(() => chromium.close())

  test('1. she is logged in with her own address', async () => {
    await page.goto(`${site}/log-in`)
    await page.getByLabel('Email address').fill(ana.addresses[0] ?? '')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await press(/^Log in$/)
    await expect.poll(words, patience).toContain('You have no badges yet')
  })

  test('2. the link in the mail says that the badge is for another address', async () => {
    const { text = '' } = await mailbox.mailTo(school)
    await page.goto(/http:\/\/localhost:\d+\/claim\/\S+/.exec(text)?.[0] ?? '')
    expect(await words()).toContain('This badge is for another email address')
    expect(await words()).not.toContain(school)
  })

  test('3. she adds it, and types the code from the mail that comes there', async () => {
    await press('This address is also mine – add it')
    expect(await words()).toContain('Check your email')
    expect(await words()).not.toContain(school)
    await page.getByLabel('code from the email').fill((await proofFor(school)).code)
    await press('Confirm')
    expect(await words()).toContain('1 badge is waiting for you')
  })

  test('4. she accepts the badge on Home', async () => {
    await press(/Accept badge.*B2 English/)
    expect(await words()).toContain('Well done!')
  })
})

describe.skipIf(!hasChromium).each([
  [320, 'light'],
  [1280, 'dark'],
] as const)('the pages about addresses at %i px, %s', (width, colorScheme) => {
  // Ten pages, and axe on each, on a machine that may be busy.
  test(
    'have nothing that axe finds, do not overflow, and have one h1',
    { timeout: 90_000 },
    async () => {
      const { browser, second } = await learnerWithTwo('Maria')
      const waiting = newAddress()
      const claimed = await issuer()
      await awarded(claimed, await badgeOf(claimed), { email: waiting })
      const claim = await mailbox.mailTo(waiting)
      const page = await ask(browser, `long.${'name.'.repeat(8)}${waiting}`)
      const { link } = await proofFor(`long.${'name.'.repeat(8)}${waiting}`)
      const refused = newAddress()
      mailbox.when(refused, 'refuse')
      const unreachable = await ask(browser, refused)
      await soon(() => mailbox.attemptsFor(refused) || undefined, 'try at the refused address')
      const paths = [
        unreachable,
        ...['/home', '/settings/addresses', '/settings/addresses/add', page, link],
        ...['/settings/addresses/waiting/nothing', '/settings/addresses/confirm/nothing'],
        await pathOf(browser, second, 'remove'),
        /http:\/\/localhost:\d+(\/claim\/\S+)/.exec(claim.text ?? '')?.[1] ?? '',
      ]
      const chromium = await openChromium()
      const context = await chromium.newContext({ viewport: { width, height: 700 }, colorScheme })
      await takeCookies(context, browser)
      const shown = await context.newPage()
      for (const path of paths) {
        await shown.goto(site + path)
        await look(shown)
      }
      await chromium.close()
    },
  )
})
