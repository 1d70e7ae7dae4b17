import { note } from '#activity/activity'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'

/** Which emails the learner gets, and the issuers whose emails they have stopped. */
export async function emailsOf(learner: Learner) {
  const [account, stopped] = await Promise.all([
    db.account.findUniqueOrThrow({
      where: { id: learner.id },
      select: { newBadgeMails: true },
    }),
    db.unsubscription.findMany({
      where: { address: { in: learner.addresses } },
      select: { issuerId: true },
    }),
  ])
  const issuers = await db.issuer.findMany({
    where: { id: { in: stopped.map(({ issuerId }) => issuerId) } },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  })
  return { newBadges: account.newBadgeMails, stoppedIssuers: issuers }
}

interface Choice {
  newBadges: boolean
  /** Ids of issuers whose emails shall come again. */
  again: string[]
}

export function saveEmails(
  learner: Learner,
  { newBadges, again }: Choice,
  device: string,
  now: Date,
): Promise<void> {
  return db.$transaction(async (tx) => {
    await tx.account.update({ where: { id: learner.id }, data: { newBadgeMails: newBadges } })
    await tx.unsubscription.deleteMany({
      where: { address: { in: learner.addresses }, issuerId: { in: again } },
    })
    await note(tx, 'emails-changed', { accountId: learner.id, device }, now)
  })
}
