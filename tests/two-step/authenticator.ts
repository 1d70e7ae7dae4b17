import { Secret, TOTP } from 'otpauth'
import { db } from '#db'
import { minutes } from '#durations'
import type { Learner } from '#accounts/credentials'
import { clock } from '../support/app.ts'
import { Browser } from '../support/browser.ts'
import { learner, logIn, password } from '../support/people.ts'

/** What an app shows now for the key that a page gave it. */
export function codeNow(key: string): string {
  const secret = Secret.fromBase32(key.replaceAll(' ', ''))
  return new TOTP({ secret }).generate({ timestamp: +clock.now() })
}

/** Waits, as a person does, for the next code: no code works twice. */
export function nextCode(key: string): string {
  clock.ahead += minutes(0.5)
  return codeNow(key)
}

export const keyOn = (html: string): string => /id="key"[^>]*>([A-Z2-7 ]+)</.exec(html)?.[1] ?? ''

export const recoveryCodesOn = (html: string): string[] =>
  [...html.matchAll(/<li><code[^>]*>([A-HJ-NP-Z2-9-]{19})<\/code>/g)].map(([, code]) => code ?? '')

export interface Protected {
  person: Learner
  browser: Browser
  key: string
  recoveryCodes: string[]
}

/** A learner who has just switched the second step on, and the browser where they did. */
export async function protectedLearner(name = 'Maria'): Promise<Protected> {
  const person = await learner(name)
  const browser = await logIn(person)
  const key = keyOn((await browser.submit('/settings/two-step/set-up')).text)
  const page = await browser.post('/settings/two-step/switch-on', { code: codeNow(key) })
  return { person, browser, key, recoveryCodes: recoveryCodesOn(page.text) }
}

/** A browser in which this person has typed the password and nothing more. */
export async function halfway(person: Learner, browser = new Browser(), next = '/home') {
  const fields = { email: person.addresses[0] ?? '', password, next }
  const page = await browser.post('/log-in', fields)
  if (page.location !== '/log-in/second-step') throw new Error(`Not halfway: ${page.location}`)
  return browser
}

export const type = (browser: Browser, code: string) =>
  browser.post('/log-in/second-step', { code })

export const noted = (accountId: string, kind: string) =>
  db.securityEvent.count({ where: { accountId, kind } })
