import { createHmac, timingSafeEqual } from 'node:crypto'
import { key } from '#secrets'
import { confirmLinkLives, resetLinkLives, unsubscribeLinkLives } from './lifetimes.ts'
import { readSigned, seconds, sign, type Purpose } from './signed-token.ts'

interface Award {
  id: string
  awardedAt: Date
  offerEndsAt: Date
}

interface Mailing {
  id: string
  mailing: number
  mailedAt: Date
}

// A token is the same each time it is made from the same row, so a mail that has to be sent again
// carries the same link.

/** Shows the badge to whoever has the mail, as long as the offer is open. It is no login. */
export function claimToken({ id, awardedAt, offerEndsAt }: Award): string {
  return sign('claim', { id, jti: id, from: awardedAt, until: offerEndsAt })
}

/** Each mail about a sign-up has its own link. */
export function confirmToken({ id, mailing, mailedAt }: Mailing): string {
  const until = after(mailedAt, confirmLinkLives)
  return sign('confirm', { id, jti: `${id}.${mailing}`, from: mailedAt, until })
}

export function resetToken({ id, createdAt }: { id: string; createdAt: Date }): string {
  return sign('reset', { id, jti: id, from: createdAt, until: after(createdAt, resetLinkLives) })
}

/** Names an award; what it ends is all mail from its issuer to its address. */
export function unsubscribeToken({ id, awardedAt }: Pick<Award, 'id' | 'awardedAt'>): string {
  return sign('unsubscribe', {
    id,
    jti: id,
    from: awardedAt,
    until: after(awardedAt, unsubscribeLinkLives),
  })
}

const after = (date: Date, time: number) => new Date(+date + time)

export type TokenReading =
  | { ok: true; id: string }
  | { ok: false; reason: 'expired'; id: string }
  | { ok: false; reason: 'invalid' }

/** Whose row a mailed link speaks of. One that has ended tells it too: we signed it. */
export function readToken(purpose: Purpose, text: string, now: Date): TokenReading {
  const said = readSigned(purpose, text, now)
  if (!said) return { ok: false, reason: 'invalid' }
  return said.exp > seconds(now)
    ? { ok: true, id: said.sub }
    : { ok: false, reason: 'expired', id: said.sub }
}

// 32 letters and digits, so five bits choose one evenly; without 0 O 1 I, which look alike.
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** The six characters in one mail about a sign-up. Worked out anew each time and kept nowhere. */
export function confirmationCode(signUpId: string, mailing: number): string {
  const bytes = codeHmac(`${signUpId}.${mailing}`).subarray(0, 6)
  return [...bytes].map((byte) => alphabet.charAt(byte % alphabet.length)).join('')
}

/** Whether this is the code in the newest mail; small letters and spaces do no harm. */
export function codeMatches(given: string, signUp: { id: string; mailing: number }): boolean {
  const typed = given.replace(/\s/g, '').toUpperCase()
  // Hashing makes both equally long, which a comparison in constant time asks for.
  return timingSafeEqual(codeHmac(typed), codeHmac(confirmationCode(signUp.id, signUp.mailing)))
}

const codeHmac = (text: string) =>
  createHmac('sha256', key('confirmation-code')).update(text).digest()
