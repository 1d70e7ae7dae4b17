import { newId } from '#ids'
import { Browser } from './browser.ts'
import { mailAbout } from './mailbox.ts'
import { password } from './people.ts'

export const newAddress = () => `ana.${newId().slice(0, 8)}@example.org`

/** Sends the sign-up form in a new browser. */
export async function signUp(address: string, more: Record<string, string> = {}) {
  const browser = new Browser()
  const page = await browser.post('/sign-up', {
    name: 'Ana García',
    email: address,
    password,
    ...more,
  })
  return { browser, page }
}

/** The link and the code in the nth mail that asks whether this address may be confirmed. */
export async function confirmationFor(address: string, nth = 1) {
  const mail = await mailAbout(address, 'Confirm your email', nth)
  const text = mail.text ?? ''
  const link = /http:\/\/localhost:\d+(\/confirm-email\/\S+)/.exec(text)?.[1] ?? ''
  const code =
    /\b([A-HJ-NP-Z2-9]{6})\b/.exec(mail.subject ?? '')?.[1] ??
    /\b([A-HJ-NP-Z2-9]{6})\b/.exec(text)?.[1] ??
    ''
  return { link, code }
}
