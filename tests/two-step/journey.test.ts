import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addStaff } from '#staff/staff'
import { clock, site, startApp } from '../support/app.ts'
import { hasChromium, openChromium } from '../support/chromium.ts'
import { look, takeCookies } from '../support/look.ts'
import { mailAbout } from '../support/mailbox.ts'
import { issuer, learner, logIn, password } from '../support/people.ts'
import { codeNow, halfway, nextCode, protectedLearner, type } from './authenticator.ts'

startApp()

const patience = { timeout: 5_000 }

// By the words on the pages alone, and without a line of script.
describe.skipIf(!hasChromium)('a learner with a phone', () => {
  let chromium: Browser
  let page: Page
  let key = ''
  let recoveryCode = ''
  const complaints: string[] = []
  let address = ''

  const press = (name: string) => page.getByRole('button', { name }).first().click()
  const follow = (name: string | RegExp) => page.getByRole('link', { name }).first().click()
  const words = () => page.locator('main').innerText()
  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text)

  async function logInWithPassword() {
    await page.goto(`${site}/log-in`)
    await fill('Email address', address)
    await fill('Password', password)
    await press('Log in')
  }

  beforeAll(async () => {
    address = (await learner('Maria')).addresses[0] ?? ''
    chromium = await openChromium()
    page = await (await chromium.newContext({ javaScriptEnabled: false })).newPage()
    page.setDefaultTimeout(patience.timeout)
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
  })

  afterAll(() => chromium.close())

  test('1. switches the second step on with the first code of the app', async () => {
    await logInWithPassword()
    await follow(/^Settings/)
    await follow('Second step')
    await press('Set it up')
    await expect.poll(words, patience).toContain('Scan this code with the app')
    expect(await page.getByRole('img', { name: 'QR code' }).isVisible()).toBe(true)
    key = await page.getByLabel('Key', { exact: true }).inputValue()
    await fill('Code', codeNow(key))
    await press('Switch it on')
    await expect.poll(words, patience).toContain('The second step is on.')
  })

  test('2. keeps the recovery codes', async () => {
    const codes = await page.getByRole('list', { name: 'Recovery codes' }).locator('li').all()
    expect(codes).toHaveLength(10)
    recoveryCode = (await codes[0]?.innerText()) ?? ''
    await follow('I have kept them')
    await expect.poll(words, patience).toContain('10 of 10 left')
    await press('Log out')
  })

  test('3. logs in with password and code', async () => {
    await logInWithPassword()
    await expect.poll(words, patience).toContain('Enter the code from your app')
    await fill('Code', '000000')
    await press('Log in')
    await expect.poll(words, patience).toContain('The code is not right')
    await fill('Code', nextCode(key))
    await press('Log in')
    await expect.poll(() => new URL(page.url()).pathname, patience).toBe('/home')
    await press('Log out')
  })

  test('4. logs in without the phone, by a recovery code', async () => {
    await logInWithPassword()
    await follow('I have no phone with me')
    await fill('Recovery code', recoveryCode.toLowerCase())
    await press('Log in')
    await expect.poll(words, patience).toContain('9 recovery codes are left')
    await press('Log out')
  })

  test('5. logs in with a code by email and the code of the app', async () => {
    await page.goto(`${site}/log-in`)
    await follow('Email me a code')
    await fill('Email address', address)
    await press('Email me a code')
    await expect.poll(words, patience).toContain('we have sent a code to it')
    const { subject = '' } = await mailAbout(address, 'Your code')
    await fill('The code from the email', subject.slice(-6))
    await press('Log in')
    await fill('Code', nextCode(key))
    await press('Log in')
    await expect.poll(() => new URL(page.url()).pathname, patience).toBe('/home')
  })

  test('and no page had anything to complain of', () => {
    // The browser itself says of an answer of 422 that it could not be loaded.
    expect(complaints.filter((line) => !line.includes('422'))).toEqual([])
  })
})

describe.skipIf(!hasChromium).each([
  [320, 'light'],
  [1280, 'dark'],
] as const)('the pages at %i px, %s', (width, colorScheme) => {
  let chromium: Browser

  beforeAll(async () => {
    chromium = await openChromium()
  })

  afterAll(() => chromium.close())

  async function contextOf(cookies: Map<string, string>): Promise<BrowserContext> {
    const context = await chromium.newContext({ viewport: { width, height: 700 }, colorScheme })
    await takeCookies(context, { cookies })
    return context
  }

  test('axe finds nothing and nothing overflows', { timeout: 120_000 }, async () => {
    const off = await logIn(await learner('Tom'))
    const on = await protectedLearner()
    const board = await issuer('Riverside College of Further Education and Training')
    await addStaff(board, on.person.addresses[0] ?? '', clock.now())
    const visitor = await halfway(on.person)

    const waiting = await (await contextOf(visitor.cookies)).newPage()
    for (const path of ['second-step', 'second-step?recovery', 'code']) {
      await waiting.goto(`${site}/log-in/${path}`)
      await look(waiting)
    }
    await waiting.getByLabel('Email address').fill('nobody@example.org')
    await waiting.getByRole('button', { name: 'Email me a code' }).click()
    await look(waiting)

    const setting = await (await contextOf(off.cookies)).newPage()
    await setting.goto(`${site}/settings/two-step`)
    await look(setting)
    await setting.getByRole('button', { name: 'Set it up' }).click()
    await look(setting)
    await setting.getByRole('button', { name: 'Switch it on' }).click()
    await look(setting)
    const key = await setting.getByLabel('Key', { exact: true }).inputValue()
    await setting.getByLabel('Code', { exact: true }).fill(codeNow(key))
    await setting.getByRole('button', { name: 'Switch it on' }).click()
    await setting.getByText('I have kept them').waitFor()
    await look(setting)

    const staff = await (await contextOf(on.browser.cookies)).newPage()
    for (const path of ['settings/two-step', 'settings/two-step/switch-off', 'issuer']) {
      await staff.goto(`${site}/${path}`)
      await look(staff)
    }
    await type(visitor, nextCode(on.key))
    const strong = await (await contextOf(visitor.cookies)).newPage()
    await strong.goto(`${site}/issuer`)
    await look(strong)
  })
})
