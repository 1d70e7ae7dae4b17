import type { Learner } from '#accounts/credentials'
import { walletChanged } from '#badges/summary'
import { db, type Tx } from '#db'
import { NotFound } from '#errors'
import { enqueue } from '#queue/queue'
import { waitingFor } from './waiting.ts'

/** Puts a waiting badge into the learner's wallet, seen by nobody else. Once, however often it is asked. */
export function accept(learner: Learner, id: string, now: Date) {
  return db.$transaction(async (tx) => {
    const { badge, changed } = await decide(tx, learner, id, now, {
      decision: 'ACCEPTED',
      ownerId: learner.id,
    })
    if (changed) await walletChanged(tx, learner.id)
    return badge
  })
}

/** "No, thank you": can be taken back until the offer ends. */
export function decline(learner: Learner, id: string, now: Date) {
  return db.$transaction(async (tx) => {
    const { badge } = await decide(tx, learner, id, now, { decision: 'DECLINED' })
    return badge
  })
}

/** A declined badge waits on Home again. False when it can no longer. */
export async function takeBack(learner: Learner, id: string, now: Date): Promise<boolean> {
  const { count } = await db.assertion.updateMany({
    where: { ...waitingFor(learner, now), id, decision: 'DECLINED' },
    data: { decision: null, decidedAt: null },
  })
  return count === 1
}

/** "This badge is not for me", by whoever holds the mailed link: ends the offer and tells the issuer. */
export function notMine(id: string, now: Date): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.assertion.updateMany({
      where: { id, decision: null, revokedAt: null },
      data: { decision: 'NOT_MINE', decidedAt: now },
    })
    if (count === 1) await enqueue(tx, 'mail-not-mine', { assertionId: id })
    return count === 1
  })
}

type Answer = { decision: 'ACCEPTED'; ownerId: string } | { decision: 'DECLINED' }

/** Only a waiting badge changes, in one conditional write: of many at once, one wins. */
async function decide(tx: Tx, learner: Learner, id: string, now: Date, answer: Answer) {
  const { count } = await tx.assertion.updateMany({
    where: { ...waitingFor(learner, now), id },
    data: { ...answer, decidedAt: now },
  })
  const badge = await tx.assertion.findFirst({
    where: { id, recipientAddress: { in: learner.addresses } },
  })
  if (!badge) throw new NotFound()
  return { badge, changed: count === 1 }
}
