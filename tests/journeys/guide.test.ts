import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#ids'
import { startApp } from '../support/app.ts'
import { hasChromium, openChromium } from '../support/chromium.ts'
import { mailbox } from '../support/mailbox.ts'
import { awarded, badgeOf, issuer } from '../support/people.ts'

startApp()

const patience = { timeout: 5_000 }

// The learner's guide, followed by its words alone: nothing here knows an address or a class name
// of the product, but the button in the mail.
describe.skipIf(!hasChromium).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('a learner follows the guide %s', (_how, javaScriptEnabled) => {
  let chromium: Browser
  let context: BrowserContext
  let page: Page
  let publicLink = ''
  const complaints: string[] = []
  const address = `ana.${newId().slice(0, 8)}@example.org`

  const press = (name: string | RegExp) => page.getByRole('button', { name }).click()
  const follow = (name: string | RegExp) => page.getByRole('link', { name }).first().click()
  const words = () => page.locator('main').innerText()

  /** A page of its own, as a mail program opens one: what it complains of is kept. */
  async function openPage() {
    page = await context.newPage()
    page.setDefaultTimeout(patience.timeout)
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
  }

  /** Opens the newest mail as a mail program does, and presses its button. */
  async function pressInMail(nth: number, button: string) {
    const mail = await mailbox.mailTo(address, nth)
    await openPage()
    await page.setContent(mail.html ?? '')
    await page.getByRole('link', { name: button }).click()
  }

  beforeAll(async () => {
    chromium = await openChromium()
    context = await chromium.newContext({ javaScriptEnabled })
    const board = await issuer('Northfield Exam Board')
    await awarded(board, await badgeOf(board, 'Chess Basics'), { email: address })
    await mailbox.mailTo(address, 1)
    await awarded(board, await badgeOf(board, 'B2 English', { skills: ['English'] }), {
      email: address,
      name: 'Ana García',
    })
  })

  afterAll(() => chromium.close())

  test('1. receives an email and clicks Get my badge', async () => {
    await pressInMail(2, 'Get my badge')
    await expect.poll(words, patience).toContain('You have a new badge')
    await expect.poll(words, patience).toContain('B2 English')
  })

  test('2. signs up at the bottom of the page that opens', async () => {
    await page.getByLabel('Full name').fill('Ana García')
    await page.getByLabel('Email address').fill(address)
    await page.getByLabel('Password', { exact: true }).fill('a long and easy sentence')
    await press('Sign up')
    await expect.poll(words, patience).toContain('Check your email')
    await expect.poll(words, patience).toMatch(/spam/i)
  })

  test('3. verifies the email address by the link in the confirmation email', async () => {
    await pressInMail(3, 'Confirm my email')
    await press('Yes, confirm')
    await expect.poll(words, patience).toContain('Email confirmed')
  })

  test('4. accepts the badge on Home', async () => {
    await follow(/^Home/)
    await press(/Accept badge.*B2 English/)
    await expect.poll(words, patience).toContain('Well done!')
  })

  test('5. finds it under Badges by the search box', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Badges' }).click()
    await page.getByRole('searchbox').fill('english')
    await press(/^Search/)
    await expect.poll(words, patience).toContain('1 of 1 badge')
    await follow('B2 English')
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('B2 English')
  })

  test('6. makes it visible: Publish, Visible in Passport, Save', async () => {
    await follow('Publish')
    await page.getByLabel('Visible in Passport and can be publicly shared').check()
    await page.getByLabel(/Show my name/).check()
    await press('Save')
    await expect.poll(words, patience).toContain('Anyone can see this badge now')
  })

  test('7. finds LinkedIn, the embed code, every network and the Link', async () => {
    for (const network of [
      'LinkedIn',
      'X (Twitter)',
      'Facebook',
      'Google Classroom',
      'Pinterest',
    ]) {
      const link = page.getByRole('link', { name: network }).first()
      expect(await link.isVisible()).toBe(true)
      expect(await link.getAttribute('href')).toMatch(/^https:\/\//)
    }
    publicLink = await page.getByLabel('Link', { exact: true }).inputValue()
    expect(await page.getByLabel('Embed code', { exact: true }).inputValue()).toContain(
      `${publicLink}/embed`,
    )
  })

  test('8. an employer without a login opens the Link and sees that the badge is real', async () => {
    const employer = await chromium.newContext({ javaScriptEnabled })
    const theirs = await employer.newPage()
    await theirs.goto(publicLink)
    const seen = await theirs.locator('body').innerText()
    for (const shown of [
      'Verified',
      'B2 English',
      'Northfield Exam Board',
      'Ana García',
      'The issuer has not taken it back',
    ]) {
      expect(seen).toContain(shown)
    }
    expect(await employer.cookies()).toEqual([])
    await employer.close()
  })

  test('9. takes it back: Only me, and the employer finds nothing', async () => {
    await follow('Publish')
    await page.getByLabel('Only me').check()
    await press('Save')
    const employer = await chromium.newPage()
    expect((await employer.goto(publicLink))?.status()).toBe(404)
  })

  test('and no page had anything to complain of', () => {
    expect(complaints).toEqual([])
  })
})
