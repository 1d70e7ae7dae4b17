import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import { days } from '#durations'

/** For so long Home says what a mail said too. */
const isNews = days(30)

/** Badges of which their owner was told lately that they are taken back or paused, and still are. */
export async function changedBadges(learner: Learner, now: Date) {
  const found = await db.import.findMany({
    where: {
      assertion: { ownerId: learner.id },
      toldAs: { not: null },
      toldAt: { gt: new Date(+now - isNews) },
    },
    orderBy: { toldAt: 'desc' },
    take: 2,
    select: { toldAs: true, assertion: { select: { id: true, name: true, issuerName: true } } },
  })
  return found.map(({ toldAs, assertion }) => ({ ...assertion, toldAs }))
}
