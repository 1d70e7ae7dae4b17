import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import { site, startApp } from '../support/app.ts'
import { hasChromium, openChromium } from '../support/chromium.ts'
import { look } from '../support/look.ts'
import { loggedIn } from './owner.ts'

startApp()

const patience = { timeout: 5_000 }

/** A phone with a fingerprint reader, whose owner always says yes. */
const phone = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const

describe.skipIf(!hasChromium)('in a browser with an authenticator', () => {
  let chromium: Browser
  let context: BrowserContext
  let page: Page
  let device: CDPSession
  let authenticatorId: string
  let maria: Learner
  const complaints: string[] = []

  const press = (name: string | RegExp) => page.getByRole('button', { name }).click()
  const words = () => page.locator('main').innerText()

  beforeAll(async () => {
    chromium = await openChromium()
  })

  beforeEach(async () => {
    const { person, browser } = await loggedIn('Maria')
    maria = person
    context = await chromium.newContext({ viewport: { width: 320, height: 700 } })
    await context.addCookies(
      [...browser.cookies].map(([name, value]) => ({ name, value, url: site })),
    )
    page = await context.newPage()
    page.setDefaultTimeout(patience.timeout)
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
    ;({ device, authenticatorId } = await authenticatorIn(page))
  })

  afterEach(() => context.close())
  afterAll(() => chromium.close())

  async function addPasskey(name: string) {
    await page.goto(`${site}/settings/passkeys`)
    await page.getByLabel('Name of the passkey').fill(name)
    await press('Add a passkey')
  }

  async function logOut() {
    await press('Log out')
    await expect.poll(() => page.url(), patience).toContain('/log-in')
  }

  const passkeysOnDevice = async () =>
    (await device.send('WebAuthn.getCredentials', { authenticatorId })).credentials

  test('a learner adds a passkey, logs in without typing, renames it and removes it', async () => {
    await page.goto(`${site}/settings/passkeys`)
    expect(await page.getByLabel('Name of the passkey').inputValue()).toBe('Chrome on Linux')
    expect(await words()).not.toContain('Passkeys need a newer browser')
    await addPasskey('My phone')
    await expect.poll(words, patience).toContain('Passkey added')
    expect(await words()).toContain('My phone')

    await logOut()
    await press('Log in with a passkey')
    await expect.poll(() => page.url(), patience).toBe(`${site}/home`)

    await page.goto(`${site}/settings/passkeys`)
    await page.getByRole('link', { name: 'My phone' }).click()
    await page.getByLabel('Name').fill('Old phone')
    await press('Save')
    await expect.poll(words, patience).toContain('Passkey renamed')
    await page.getByRole('link', { name: 'Old phone' }).click()
    await press('Remove this passkey')
    await expect.poll(words, patience).toContain('Passkey removed')

    await logOut()
    await press('Log in with a passkey')
    await expect.poll(words, patience).toContain('This passkey does not work here')
    expect(await page.title()).toContain('Error: ')
    expect(complaints.splice(0)).toEqual([expect.stringContaining('422')])
  })

  test('a copy of it that was used less often is refused', async () => {
    await addPasskey('My phone')
    await expect.poll(words, patience).toContain('Passkey added')
    const [copied] = await passkeysOnDevice()
    if (!copied) throw new Error('The device has no passkey')
    await logOut()
    await press('Log in with a passkey')
    await expect.poll(() => page.url(), patience).toBe(`${site}/home`)

    const elsewhere = await chromium.newContext()
    page = await elsewhere.newPage()
    const thief = await authenticatorIn(page)
    const { authenticatorId } = thief
    const credential = { ...copied, signCount: 0 }
    await thief.device.send('WebAuthn.addCredential', { authenticatorId, credential })
    await page.goto(`${site}/log-in`)
    await press('Log in with a passkey')
    await expect.poll(words, patience).toContain('This passkey does not work here')
    const failed = { accountId: maria.id, kind: 'log-in-failed' }
    expect(await db.securityEvent.count({ where: failed })).toBe(1)
    await elsewhere.close()
  })

  test('without a finger, face or screen lock the device does nothing, and the page stays calm', async () => {
    await addPasskey('My phone')
    await expect.poll(words, patience).toContain('Passkey added')
    await logOut()
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
    await press('Log in with a passkey')
    const status = page.getByRole('status')
    await expect.poll(() => status.innerText(), patience).toContain('No passkey was used')
    expect(page.url()).toContain('/log-in')
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
    await press('Log in with a passkey')
    await expect.poll(() => page.url(), patience).toBe(`${site}/home`)
  })

  test('a device takes one passkey for an account, and a wrong name leaves nothing on it', async () => {
    await addPasskey(' ')
    await expect.poll(words, patience).toContain('Enter a name')
    expect(await passkeysOnDevice()).toHaveLength(0)
    await addPasskey('My phone')
    await expect.poll(words, patience).toContain('Passkey added')
    await addPasskey('The same phone')
    const status = page.locator('form [role=status]')
    await expect
      .poll(() => status.innerText(), patience)
      .toBe('This device has your passkey already.')
    expect(await passkeysOnDevice()).toHaveLength(1)
  })

  test('axe finds nothing on these pages, and nothing overflows', async () => {
    await addPasskey('W'.repeat(60))
    await expect.poll(words, patience).toContain('Passkey added')
    const [own] = await db.passkey.findMany({ where: { accountId: maria.id } })
    for (const path of ['', `/${own?.id}`]) {
      await page.goto(`${site}/settings/passkeys${path}`)
      await look(page)
    }
  })
})

async function authenticatorIn(page: Page) {
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: phone,
  })
  return { device, authenticatorId }
}
