import { z } from 'zod'
import { readAddress, type Address } from '#accounts/email-address'
import { line } from '#text'
import type { ProviderName } from './provider.ts'

/** Somebody who comes from a provider, as far as what it says of them can be used. */
export interface Visitor {
  provider: ProviderName
  /** The provider's own id for them: only by it are they known again. */
  subject: string
  name: string | null
  email: Address | null
  /** The provider has made sure that the address is theirs. */
  isConfirmed: boolean
}

// OpenID Connect Core 2: at most 255 ASCII characters. Facebook's are digits.
const subject = z.string().regex(/^[\x21-\x7e]{1,255}$/)

const maybe = z.unknown().optional()

const google = z
  .object({ sub: subject, name: maybe, email: maybe, email_verified: maybe })
  .transform(({ sub, ...rest }) => ({ subject: sub, ...rest }))

// Facebook does not say whether an address was ever confirmed, so none counts as that.
const facebook = z
  .object({ id: subject, name: maybe, email: maybe })
  .transform(({ id, ...rest }) => ({ subject: id, ...rest, email_verified: false }))

const answers = { google, facebook }

/** Null when the answer names nobody. Everything else in it may be missing or nonsense. */
export function readVisitor(provider: ProviderName, answer: unknown): Visitor | null {
  const read = answers[provider].safeParse(answer)
  if (!read.success) return null
  const { subject, name, email, email_verified: verified } = read.data
  return {
    provider,
    subject,
    name: line(100).safeParse(name).data ?? null,
    email: typeof email === 'string' ? readAddress(email) : null,
    // The word "true" is not enough: whoever sends it may send "false" just as well.
    isConfirmed: verified === true,
  }
}
