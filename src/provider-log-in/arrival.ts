import { createAccount } from '#accounts/account'
import { findLearner, type Learner } from '#accounts/credentials'
import type { Address } from '#accounts/email-address'
import { db } from '#db'
import { Prisma } from '#generated/prisma/client'
import { stored } from '#providers/provider'
import type { Visitor } from '#providers/visitor'

/** What it comes to when somebody without a login comes from a provider. */
export type Arrival =
  | { is: 'known' | 'new'; learner: Learner }
  /** Their address belongs to an account that has not been told of this provider. */
  | { is: 'address taken' }
  /** The provider names no address, or has not made sure that it is theirs. */
  | { is: 'unconfirmed' }

/**
 * Finds the account that the visitor comes into, or makes one if the provider has made sure of an
 * address that nobody has. An account with the same address is never entered this way: whoever
 * owns it logs in to it once and agrees (security bar, decision 4).
 */
export async function arrive(visitor: Visitor, now: Date): Promise<Arrival> {
  const learner = await recognise(visitor, now)
  if (learner) return { is: 'known', learner }
  const { email, isConfirmed } = visitor
  if (!email || !isConfirmed) return { is: 'unconfirmed' }
  const made = await openAccount(visitor, email, now)
  if (made) return { is: 'new', learner: made }
  // The same person may have come twice at once; then the other one's account is theirs.
  const meanwhile = await recognise(visitor, now)
  return meanwhile ? { is: 'known', learner: meanwhile } : { is: 'address taken' }
}

/** Whose account the visitor's login at the provider opens; null when no one has added it. */
export async function recognise(
  { provider, subject }: Visitor,
  now: Date,
): Promise<Learner | null> {
  const [used] = await db.identity.updateManyAndReturn({
    where: { provider: stored[provider], subject },
    data: { lastUsedAt: now },
  })
  return used ? findLearner(used.accountId) : null
}

/** Account and identity together, or null: one of the two belongs to somebody. */
async function openAccount(
  { provider, subject, name }: Visitor,
  address: Address,
  now: Date,
): Promise<Learner | null> {
  const person = { name: name ?? localPart(address), address, passwordHash: null }
  const making = db.$transaction(async (tx) => {
    const accountId = await createAccount(tx, person, now)
    if (accountId === null) return null
    const label = address.canonical
    const times = { createdAt: now, lastUsedAt: now }
    await tx.identity.create({
      data: { provider: stored[provider], subject, accountId, label, ...times },
    })
    return accountId
  })
  const accountId = await making.catch(nullIfTaken)
  return accountId === null ? null : findLearner(accountId)
}

const localPart = ({ canonical }: Address) => canonical.slice(0, canonical.lastIndexOf('@'))

/** A key that somebody else has written in the same moment takes the whole transaction back. */
function nullIfTaken(error: unknown): null {
  const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
  if (isTaken) return null
  throw error
}
