import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { dictionary } from '@zxcvbn-ts/language-common'
import { z } from 'zod'
import { Overloaded } from '#errors'

// OWASP's floor for argon2id: 19 MiB, two passes. The parameters stand in each hash.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const shortest = 12
const longest = 256

/** A new password: any characters, spaces too; nothing is cut off or folded. */
export const newPasswordField = z
  .string({ error: `Passwords need ${shortest} or more characters` })
  .max(longest * 4, `Passwords have ${longest} characters or fewer`)
  .transform((password) => password.normalize('NFC'))
  .refine(
    (password) => [...password].length >= shortest,
    `Passwords need ${shortest} or more characters`,
  )
  .refine(
    (password) => [...password].length <= longest,
    `Passwords have ${longest} characters or fewer`,
  )
  .refine(
    (password) => password.isWellFormed() && !password.includes('\0'),
    'This has characters that cannot be used',
  )

/** A password that is only tried, never kept: its length is nobody's business. */
export const triedPasswordField = z
  .string({ error: 'Enter your password' })
  .min(1, 'Enter your password')
  .max(longest * 4, 'The email or password is not right')
  .transform((password) => password.normalize('NFC'))

const common = new Set(dictionary['passwords-common'])

/** Why a password is too easy to guess, or null. Compared whole, ignoring case. */
export function weakness(
  password: string,
  person: { name: string; address: string },
): string | null {
  const guess = password.toLowerCase()
  if (common.has(guess)) return 'Many people use this password. Choose another one'
  if (new Set(guess).size < 4)
    return 'This password is too easy to guess. Use more different characters'
  const known = [
    'badge passport',
    'badgepassport',
    'passport',
    person.name,
    person.address,
    person.address.split('@')[0] ?? '',
  ]
  const left = known.reduce(
    (rest, word) => (word.length > 2 ? rest.replaceAll(word.toLowerCase(), '') : rest),
    guess,
  )
  if (left.replace(/[\d\s\p{P}]/gu, '').length < 3 && left !== guess) {
    return 'Do not use your name, your email address or “Passport” as your password'
  }
  return null
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, cost))
}

// Verified when there is nobody to compare with, so that an unknown address takes just as long.
const nobody =
  '$argon2id$v=19$m=19456,t=2,p=1$9mC2SVjPSGUbbsuKMlQnJw$yt5MxJf8nSkvgUuAYmPz1OIIQSsbEZZ1mdYHLyXHXV0'

/** True when the password is right; takes the same time when there is no hash to compare with. */
export async function passwordMatches(
  password: string,
  kept: string | null | undefined,
): Promise<boolean> {
  const matches = await inTurn(() => verify(kept ?? nobody, password))
  return matches && kept != null
}

// Hashing fills a core for 30 ms. A bounded number at once leaves room for everybody else's pages,
// and past a bounded queue it is kinder to say "in a moment" than to let everyone wait.
const atOnce = Math.max(1, Math.floor(availableParallelism() / 2))
const waitingAtMost = 100
const waiting: (() => void)[] = []
let running = 0

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= atOnce) {
    if (waiting.length >= waitingAtMost) throw new Overloaded('too many passwords to check at once')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
