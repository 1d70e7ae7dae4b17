import { note } from '#activity/activity'
import { lockAccount } from '#accounts/account'
import type { Learner } from '#accounts/credentials'
import { hasOtherWayIn } from '#accounts/ways-in'
import { db } from '#db'
import { NotFound } from '#errors'
import { isSetUp, labelOf, providerNames, stored, type ProviderName } from './provider.ts'
import type { Visitor } from './visitor.ts'

/** What the learner can log in with, and what they could add. */
export async function identitiesOf(learner: Learner) {
  const found = await db.identity.findMany({ where: { accountId: learner.id } })
  return providerNames
    .map((name) => ({
      name,
      label: labelOf[name],
      identity: found.find(({ provider }) => provider === stored[name]) ?? null,
    }))
    .filter(({ name, identity }) => identity !== null || isSetUp(name))
}

/**
 * Adds a login at a provider to the learner's account, and tells them by mail. It stays where it is
 * when it opens another account, and an account has one of each provider.
 */
export function addIdentity(
  learner: Learner,
  { provider, subject, email }: Visitor,
  device: string,
  now: Date,
): Promise<'added' | 'in another account' | 'has another'> {
  const who = { provider: stored[provider], subject }
  return db.$transaction(async (tx) => {
    const { count } = await tx.identity.createMany({
      data: [{ ...who, accountId: learner.id, label: email?.canonical ?? null, createdAt: now }],
      skipDuplicates: true,
    })
    if (count === 0) {
      const owned = await tx.identity.findUnique({ where: { provider_subject: who } })
      if (!owned) return 'has another'
      return owned.accountId === learner.id ? 'added' : 'in another account'
    }
    const about = labelOf[provider]
    await note(tx, 'provider-added', { accountId: learner.id, device, about }, now)
    return 'added'
  })
}

/** Removes it, unless it is the last way in. */
export function removeIdentity(
  learner: Learner,
  provider: ProviderName,
  device: string,
  now: Date,
): Promise<'removed' | 'the last way in'> {
  return db.$transaction(async (tx) => {
    await lockAccount(tx, learner.id)
    const one = { accountId: learner.id, provider: stored[provider] }
    if ((await tx.identity.count({ where: one })) === 0) throw new NotFound()
    if (!(await hasOtherWayIn(tx, learner, { provider }))) return 'the last way in'
    await tx.identity.deleteMany({ where: one })
    const about = labelOf[provider]
    await note(tx, 'provider-removed', { accountId: learner.id, device, about }, now)
    return 'removed'
  })
}
