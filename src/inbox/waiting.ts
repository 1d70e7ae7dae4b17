import type { Learner } from '#accounts/credentials'
import { withFacts } from '#badges/facts'
import { db } from '#db'
import { NotFound } from '#errors'
import type { Prisma } from '#generated/prisma/client'

/** Badges that were sent to one of this learner's confirmed addresses and still want an answer. */
export const waitingFor = (learner: Learner, now: Date) =>
  ({
    recipientAddress: { in: learner.addresses },
    decision: null,
    revokedAt: null,
    offerEndsAt: { gt: now },
  }) satisfies Prisma.AssertionWhereInput

export function waitingBadges(learner: Learner, now: Date) {
  return db.assertion.findMany({
    where: waitingFor(learner, now),
    orderBy: [{ awardedAt: 'desc' }, { id: 'asc' }],
    take: 100,
  })
}

export function countWaiting(learner: Learner, now: Date): Promise<number> {
  return db.assertion.count({ where: waitingFor(learner, now) })
}

/** Badges this learner said no to and may still take back. */
export function declinedBadges(learner: Learner, now: Date) {
  return db.assertion.findMany({
    where: { ...waitingFor(learner, now), decision: 'DECLINED' },
    orderBy: [{ decidedAt: 'desc' }, { id: 'asc' }],
    take: 100,
  })
}

/** One waiting badge in full; somebody else's is as if it were not there. */
export async function findWaiting(learner: Learner, id: string, now: Date) {
  const badge = await db.assertion.findFirst({
    where: { ...waitingFor(learner, now), id },
    include: withFacts,
  })
  if (!badge) throw new NotFound()
  return badge
}
