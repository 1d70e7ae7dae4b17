import { db } from '#db'
import { Browser } from '../support/browser.ts'
import { mailbox } from '../support/mailbox.ts'
import { learner } from '../support/people.ts'

/** The code in the nth mail to this address. */
export async function codeFor(address: string, nth = 1): Promise<string> {
  const { subject = '' } = await mailbox.mailTo(address, nth)
  return /^Your code for Passport: ([A-HJ-NP-Z2-9]{6})$/.exec(subject)?.[1] ?? ''
}

/** A learner whose browser has just asked for a code. */
export async function asking(more: Record<string, string> = {}) {
  const maria = await learner('Maria')
  const address = maria.addresses[0] ?? ''
  const browser = new Browser()
  const page = await browser.submit('/log-in/code', { email: address, ...more })
  return { maria, address, browser, page, code: await codeFor(address) }
}

export const enter = (browser: Browser, code: string) =>
  browser.post('/log-in/code/enter', { code })

export const failures = (accountId: string | null) =>
  db.securityEvent.count({ where: { accountId, kind: 'log-in-failed' } })
