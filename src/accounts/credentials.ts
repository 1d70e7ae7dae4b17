import { db } from '#db'
import type { Account, EmailAddress, Prisma } from '#generated/prisma/client'
import { languageOf, type Language } from '#languages'
import { readAddress } from './email-address.ts'
import { signUpLives } from './lifetimes.ts'
import { passwordMatches } from './passwords.ts'

/** A person with an account, as every rule gets them: the one who acts. */
export interface Learner {
  id: string
  name: string
  /** What they want to be called here. */
  shownName: string
  /** Confirmed addresses in canonical form, the main one first; there is always at least one. */
  addresses: string[]
  language: Language
  /** They asked for their account to be closed then. */
  closesAt: Date | null
}

const withAddresses = {
  addresses: { orderBy: [{ isMain: 'desc' }, { confirmedAt: 'asc' }] },
} satisfies Prisma.AccountInclude

/** An account; or a sign-up that still waits for its confirmation; or nobody. */
export type Credentials = { learner: Learner } | { signUpId: string } | null

/**
 * Whose email and password these are. Looks up and hashes the same for known and unknown
 * addresses, so that neither the answer nor its time tells whether an address is known.
 */
export async function checkCredentials(
  email: string,
  password: string,
  now: Date,
): Promise<Credentials> {
  const address = readAddress(email)?.canonical ?? ''
  const [owned, waiting] = await Promise.all([
    db.emailAddress.findUnique({
      where: { address },
      include: { account: { include: withAddresses } },
    }),
    db.signUp.findFirst({
      where: { address, confirmedAt: null, createdAt: { gt: new Date(+now - signUpLives) } },
      orderBy: { createdAt: 'desc' },
    }),
  ])
  const kept = owned ? owned.account.passwordHash : waiting?.passwordHash
  if (!(await passwordMatches(password, kept))) return null
  if (owned) return { learner: toLearner(owned.account) }
  return waiting && { signUpId: waiting.id }
}

export async function findLearner(accountId: string): Promise<Learner | null> {
  const account = await db.account.findUnique({ where: { id: accountId }, include: withAddresses })
  return account && toLearner(account)
}

function toLearner(account: Account & { addresses: EmailAddress[] }): Learner {
  const { id, name, shownName, closesAt, addresses } = account
  return {
    ...{ id, name, closesAt },
    language: languageOf(account.language),
    shownName: shownName ?? name,
    addresses: addresses.map(({ address }) => address),
  }
}
