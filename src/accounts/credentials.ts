import { db } from '#db'
import { readAddress } from './email-address.ts'
import { signUpLives } from './lifetimes.ts'
import { passwordMatches } from './passwords.ts'

/** A person with an account, as every rule gets them: the one who acts. */
export interface Learner {
  id: string
  name: string
  /** Confirmed addresses in canonical form; there is always at least one. */
  addresses: string[]
}

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
      include: { account: { include: { addresses: true } } },
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
  const account = await db.account.findUnique({
    where: { id: accountId },
    include: { addresses: true },
  })
  return account && toLearner(account)
}

function toLearner(account: {
  id: string
  name: string
  addresses: { address: string }[]
}): Learner {
  return {
    id: account.id,
    name: account.name,
    addresses: account.addresses.map(({ address }) => address),
  }
}
