import { domainToASCII } from 'node:url'
import { z } from 'zod'

/** `canonical` is compared and stored as key; `typed` is what the person wrote, for showing it again. */
export interface Address {
  canonical: string
  typed: string
}

const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const domain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/

/**
 * The one rule for comparing addresses: trimmed, local part in small letters, domain in small
 * letters and punycode. Nothing cleverer: `a.b@` and `ab@` are two people (security bar A13).
 * One plain address only: no display names, quotes, groups or lists, so that it can never
 * become two recipients or a header of a mail.
 */
export function readAddress(text: string): Address | null {
  const typed = text.trim().normalize('NFC')
  const at = typed.lastIndexOf('@')
  if (at < 1 || typed.length > 254) return null
  const local = typed.slice(0, at).toLowerCase()
  const host = domainToASCII(typed.slice(at + 1)).toLowerCase()
  if (local.length > 64 || !localPart.test(local) || host.length > 253 || !domain.test(host))
    return null
  return { canonical: `${local}@${host}`, typed }
}

const hint = 'Enter an email address, like name@example.com'

/** An address in a form or an API body. */
export const addressField = z
  .string({ error: hint })
  .max(320, hint)
  .transform((text, context): Address => {
    const address = readAddress(text)
    if (address) return address
    context.addIssue({ code: 'custom', message: hint })
    return z.NEVER
  })

/** For people who may not see the address: `a***@gmail.com`. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address][0] ?? ''}***${address.slice(at)}`
}
