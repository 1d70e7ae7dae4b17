import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

// RFC 6238 with the only settings that every app knows.
const settings = { algorithm: 'SHA1', digits: 6, period: 30 }

/** Shown above the codes in the learner's app. */
const site = 'Passport'

/** 160 bits, as RFC 4226 (section 4, R6) recommends. */
export const newSecret = (): Buffer => randomBytes(20)

const asKey = (secret: Buffer) => Secret.fromHex(secret.toString('hex'))

/**
 * The time step that a code belongs to; null when it is none of now's, the last one or the next
 * one, which is room enough for a slow hand or a clock that is half a minute wrong.
 */
export function stepOf(secret: Buffer, code: string, now: Date): number | null {
  const at = { timestamp: +now, window: 1 }
  const delta = new TOTP({ ...settings, secret: asKey(secret) }).validate({ token: code, ...at })
  return delta === null ? null : TOTP.counter({ timestamp: +now, period: settings.period }) + delta
}

/** What an app reads from the QR code; it lists the codes under this name. */
export function keyUri(secret: Buffer, name: string): string {
  const label = [...name].slice(0, 40).join('')
  return new TOTP({ ...settings, issuer: site, label, secret: asKey(secret) }).toString()
}

/** The same secret to be typed by hand. */
export const typedKey = (secret: Buffer): string => inFours(asKey(secret).base32, ' ')

/** Groups of four are easy to read and to copy. */
export const inFours = (text: string, between: string): string =>
  (text.match(/.{1,4}/g) ?? []).join(between)
