import type { Learner } from '#accounts/credentials'
import { forgetChecks } from '#checking/forget-checks'
import { db, type Tx } from '#db'
import { NotFound } from '#errors'
import { removeImports } from '#importing/removal'
import { withFacts } from './facts.ts'
import { searchColumns } from './search.ts'
import { walletChanged } from './summary.ts'

/** A badge in the learner's own wallet; anybody else's is as if it were not there. */
export async function findBadge(learner: Learner, id: string) {
  const badge = await db.assertion.findFirst({
    where: { id, ownerId: learner.id },
    include: withFacts,
  })
  if (!badge) throw new NotFound()
  return badge
}

/** The learner's own words for finding the badge again. */
export function tag(learner: Learner, id: string, tags: string[]) {
  return db.$transaction(async (tx) => {
    const badge = await lockBadge(tx, learner, id)
    const { name, description, skills } = badge.achievement
    const columns = searchColumns({
      name,
      description,
      skills,
      issuerName: badge.issuer.name,
      tags,
    })
    await tx.assertion.update({ where: { id }, data: { tags, ...columns } })
    await walletChanged(tx, learner.id)
  })
}

/** Takes the badge out of the wallet for good: its page, picture and data are gone on the next request. */
export function deleteBadge(learner: Learner, id: string, now: Date) {
  return db.$transaction(async (tx) => {
    if ((await removeImports(tx, { id, ownerId: learner.id })) > 0)
      return walletChanged(tx, learner.id)
    await forgetChecks(tx, { id, ownerId: learner.id })
    const { count } = await tx.assertion.updateMany({
      where: { id, ownerId: learner.id },
      data: {
        ownerId: null,
        deletedAt: now,
        visibility: 'ONLY_ME',
        publicKey: null,
        showName: false,
        searchEngines: false,
      },
    })
    if (count === 0) throw new NotFound()
    await walletChanged(tx, learner.id)
  })
}

async function lockBadge(tx: Tx, learner: Learner, id: string) {
  const { count } = await tx.assertion.updateMany({
    where: { id, ownerId: learner.id },
    data: { ownerId: learner.id },
  })
  if (count === 0) throw new NotFound()
  return tx.assertion.findUniqueOrThrow({ where: { id }, include: withFacts })
}
