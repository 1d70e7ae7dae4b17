import { wordsOf, type Browser, type Page } from '../support/browser.ts'
import { learner, logIn } from '../support/people.ts'
import { Authenticator, type Asked, type Twist } from './authenticator.ts'

/** A learner who has logged in with their password. */
export async function loggedIn(name = 'Maria') {
  const person = await learner(name)
  return { person, browser: await logIn(person) }
}

/** A learner with a passkey on a device. */
export async function passkeyOwner(name = 'Maria', device = new Authenticator()) {
  const { person, browser } = await loggedIn(name)
  const page = await addTo(browser, device)
  if (page.location !== '/settings/passkeys') throw new Error(wordsOf(page.text))
  return { person, browser, device }
}

/** What the login page asks the devices of this browser for. */
export async function askedToLogIn(browser: Browser): Promise<Asked> {
  return JSON.parse((await browser.post('/log-in/passkey/options')).text) as Asked
}

export async function logInWith(
  device: Authenticator,
  browser: Browser,
  { next, ...twist }: Twist & { next?: string } = {},
): Promise<Page> {
  const response = device.get(await askedToLogIn(browser), twist)
  return browser.post('/log-in/passkey', { response, ...(next !== undefined && { next }) })
}

/** The same on the page *Passkeys*, for a new one. */
export async function askedToAdd(browser: Browser, name = 'My phone'): Promise<Asked> {
  return JSON.parse((await browser.post('/settings/passkeys/options', { name })).text) as Asked
}

export async function addTo(
  browser: Browser,
  device: Authenticator,
  { name = 'My phone', ...twist }: Twist & { name?: string } = {},
): Promise<Page> {
  const response = device.create(await askedToAdd(browser, name), twist)
  return browser.post('/settings/passkeys', { name, response })
}
