import type { Learner } from '#accounts/credentials'
import type { Browser } from './browser.ts'
import { mailAbout } from './mailbox.ts'
import { learner, logIn } from './people.ts'
import { newAddress } from './sign-up.ts'

/** Sends the form *Add an email address*; gives the path of the page where the code can be typed. */
export async function ask(browser: Browser, address: string): Promise<string> {
  const page = await browser.post('/settings/addresses/add', { email: address })
  if (page.location === null) throw new Error(`${address} could not be added: ${page.status}`)
  return page.location
}

/** The link and the code in the nth mail that asks whether the address is to be added. */
export async function proofFor(address: string, nth = 1) {
  const { text = '' } = await mailAbout(address, 'Add this address', nth)
  const link = /http:\/\/localhost:\d+(\/settings\/addresses\/confirm\/\S+)/.exec(text)?.[1] ?? ''
  const code = /Your code: ([A-HJ-NP-Z2-9]{6})\b/.exec(text)?.[1] ?? ''
  return { link, code }
}

/** A learner with two confirmed addresses, the main one first, in a browser of theirs. */
export async function learnerWithTwo(
  name: string,
): Promise<{ person: Learner; browser: Browser; main: string; second: string }> {
  const person = await learner(name)
  const [main = ''] = person.addresses
  const browser = await logIn(person)
  const second = newAddress()
  const page = await ask(browser, second)
  await browser.post(page, { code: (await proofFor(second)).code })
  return { person: { ...person, addresses: [main, second] }, browser, main, second }
}

/** The path that begins with this button's word for an address, as on the page *Email addresses*. */
export async function pathOf(browser: Browser, address: string, what: 'make-main' | 'remove') {
  const { text } = await browser.get('/settings/addresses')
  const item = text.split('<li class="setting">').find((one) => one.includes(`>${address}<`)) ?? ''
  return new RegExp(`/settings/addresses/[\\w-]+/${what}`).exec(item)?.[0] ?? ''
}
