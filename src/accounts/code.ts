import { createHmac, timingSafeEqual } from 'node:crypto'
import { key } from '#secrets'

// 32 letters and digits, so five bits choose one evenly; without 0 O 1 I, which look alike.
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** One letter or digit, which is five bits, for each byte. */
export const inLetters = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => alphabet.charAt(byte % alphabet.length)).join('')

/** A code as it was made, from what somebody typed: small letters, spaces and hyphens do no harm. */
export const asMade = (typed: string): string => typed.replace(/[\s\p{Pd}]/gu, '').toUpperCase()

/** Each has a key of its own. */
type Purpose = 'confirmation-code' | 'log-in-code'

/** The six characters in the mail about this row. Worked out anew each time and kept nowhere. */
export const mailedCode = (purpose: Purpose, row: string): string =>
  inLetters(hmac(purpose, row).subarray(0, 6))

export function isMailedCode(purpose: Purpose, typed: string, row: string): boolean {
  // Hashing makes both equally long, which a comparison in constant time asks for.
  return timingSafeEqual(hmac(purpose, asMade(typed)), hmac(purpose, mailedCode(purpose, row)))
}

const hmac = (purpose: Purpose, text: string) =>
  createHmac('sha256', key(purpose)).update(text).digest()
