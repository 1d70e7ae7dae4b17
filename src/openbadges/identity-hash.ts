import { hash } from 'node:crypto'
import type { RecipientIdentifier } from './badge-data.ts'

type Algorithm = 'sha256' | 'md5'

/**
 * IdentityHash (OB 3.0 App. B, OB 2.0 "IdentityHash"): over the identifier with the salt behind it,
 * in hexadecimal. Write `sha256`; `md5` is for reading old badges.
 */
export const identityHash = (identifier: string, salt: string, algorithm: Algorithm = 'sha256') =>
  `${algorithm}$${hash(algorithm, identifier + salt)}`

/**
 * Which of these values of one person the badge names (OB 3.0 §9.3), if any. The values are plain
 * and of the identifier's type. A hash is compared with each as it is and in lower case, which is
 * how most issuers store addresses; a plain address whatever its case, since mail knows none.
 */
export function namedBy(identifier: RecipientIdentifier, known: readonly string[]): string | null {
  const names = identifier.isHashed ? hashNames(identifier) : plainNames(identifier)
  return known.find(names) ?? null
}

function hashNames({ value, salt }: RecipientIdentifier) {
  const wanted = lower(value)
  const algorithm = algorithmOf(value)
  return (one: string) =>
    algorithm !== null &&
    [one, lower(one)].some((form) => identityHash(form, salt, algorithm) === wanted)
}

function plainNames({ type, value }: RecipientIdentifier) {
  const fold = (text: string) => (type === 'email' ? lower(text) : text.trim())
  return (one: string) => fold(one) === fold(value)
}

const forms: [Algorithm, RegExp][] = [
  ['sha256', /^\s*sha256\$[0-9a-f]{64}\s*$/i],
  ['md5', /^\s*md5\$[0-9a-f]{32}\s*$/i],
]

/** Of a hash that is one; other algorithms are not allowed. */
export const algorithmOf = (value: string): Algorithm | null =>
  forms.find(([, form]) => form.test(value))?.[0] ?? null

const lower = (text: string) => text.trim().toLowerCase()
