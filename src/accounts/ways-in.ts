import { db, type Tx } from '#db'
import { isSetUp, providerNames, stored, storedLabel, type ProviderName } from '#providers/provider'
import type { Learner } from './credentials.ts'

/** Everything that this account can be entered with, beside a code by email, which always works. */
export async function waysInto(learner: Learner) {
  const account = await db.account.findUniqueOrThrow({
    where: { id: learner.id },
    select: {
      passwordHash: true,
      identities: { select: { provider: true }, orderBy: { createdAt: 'asc' } },
      twoStep: { select: { confirmedAt: true } },
      _count: { select: { passkeys: true } },
    },
  })
  return {
    hasPassword: account.passwordHash !== null,
    passkeys: account._count.passkeys,
    /** What they are called. */
    providers: account.identities.map(({ provider }) => storedLabel[provider]),
    hasSecondStep: account.twoStep?.confirmedAt != null,
  }
}

export async function hasPassword(learner: Learner): Promise<boolean> {
  const where = { id: learner.id, passwordHash: { not: null } }
  return (await db.account.count({ where })) > 0
}

/** What is about to be taken away: one passkey, or the login at one provider. */
type Leaving = { passkey: string } | { provider: ProviderName }

/**
 * Whether the learner could log in without this one: asked below `lockAccount`, or two that are
 * removed at once would each count on the other. A code by email does not count: who loses that
 * mailbox would lose the badges with it. Nor does a provider that is not set up any more.
 */
export async function hasOtherWayIn(tx: Tx, learner: Learner, leaving: Leaving): Promise<boolean> {
  const passkeys = 'passkey' in leaving ? { id: { not: leaving.passkey } } : {}
  const providers = providerNames.filter(
    (name) => isSetUp(name) && !('provider' in leaving && leaving.provider === name),
  )
  const ways = [
    { passwordHash: { not: null } },
    { passkeys: { some: passkeys } },
    { identities: { some: { provider: { in: providers.map((name) => stored[name]) } } } },
  ]
  return (await tx.account.count({ where: { id: learner.id, OR: ways } })) > 0
}
