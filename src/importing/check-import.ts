import { checkBadge } from '#checking/check-badge'
import { keepCheck, keptCheck } from '#checking/kept-checks'
import { db, type Tx } from '#db'
import { days } from '#durations'
import type { Assertion, Import } from '#generated/prisma/client'
import type { Verdict } from '#openbadges/check'
import type { JobContext, Payloads } from '#queue/payloads'
import { enqueue } from '#queue/queue'
import { nextCheck, nextTry } from './daily-checks.ts'
import { revocationIn } from './revocation.ts'
import { isUnanswered, standingIn } from './standing.ts'

/** For so long before a badge ends its owner knows. */
const endsSoon = days(30)

/** For so long a good check stands although nobody answers any more; its time is shown with it. */
const checkStands = days(7)

type Held = Import & { assertion: Assertion }

/** Checks a badge from elsewhere again, and tells its owner once what has changed for them. */
export async function checkImport(
  { assertionId }: Payloads['check-import'],
  { now }: Pick<JobContext, 'now'>,
): Promise<void> {
  const held = await db.import.findUnique({
    where: { assertionId },
    include: { assertion: true },
  })
  if (!held) return
  const verdict = await checkBadge(held.bytes, now)
  const silent = isUnanswered(verdict)
  const keepsOld = silent && (await hasGoodCheck(held, now))
  if (!keepsOld) await keepCheck(held.hash, verdict)
  await db.$transaction(async (tx) => {
    if (!keepsOld) await writeDown(tx, held, verdict, now)
    await setNext(tx, held, silent, now)
    await tellOfStanding(tx, held, verdict, now)
    await tellOfEnd(tx, held.assertion, now)
  })
}

async function hasGoodCheck({ hash }: Import, now: Date): Promise<boolean> {
  const kept = await keptCheck(hash)
  if (!kept || isUnanswered(kept)) return false
  return +now - Date.parse(kept.checkedAt) < checkStands
}

/** A badge that was replaced meanwhile has other bytes: what was found is not about those. */
async function writeDown(tx: Tx, { assertion, hash }: Held, verdict: Verdict, now: Date) {
  const where = { id: assertion.id, import: { hash } }
  const data = { checkedAs: hash, ...revocationIn(verdict, assertion, now) }
  await tx.assertion.updateMany({ where, data })
  await tx.import.updateMany({
    where: { assertionId: assertion.id, hash },
    data: { checkedAt: now },
  })
}

async function setNext(tx: Tx, { assertionId, unanswered }: Import, silent: boolean, now: Date) {
  const data = silent
    ? { unanswered: unanswered + 1, nextCheckAt: nextTry(now, unanswered) }
    : { unanswered: 0, nextCheckAt: nextCheck(now) }
  await tx.import.updateMany({ where: { assertionId }, data })
}

/** One that is good again may be taken back again, and that is news. */
async function tellOfStanding(tx: Tx, { assertionId, hash }: Held, verdict: Verdict, now: Date) {
  const standing = standingIn(verdict)
  if (standing === 'not said') return
  const where = { assertionId, hash }
  if (standing === null) {
    await tx.import.updateMany({ where, data: { toldAs: null, toldAt: null } })
    return
  }
  const { count } = await tx.import.updateMany({
    where: { ...where, OR: [{ toldAs: null }, { toldAs: { not: standing } }] },
    data: { toldAs: standing, toldAt: now },
  })
  if (count === 1) await enqueue(tx, 'mail-badge-news', { assertionId, news: standing })
}

/** Once for each end: a newer form of the badge may have a later one. */
async function tellOfEnd(tx: Tx, { id: assertionId, expiresOn }: Assertion, now: Date) {
  if (!expiresOn || expiresOn <= now || +expiresOn - +now > endsSoon) return
  const { count } = await tx.import.updateMany({
    where: {
      assertionId,
      assertion: { revokedAt: null },
      OR: [{ toldEnd: null }, { toldEnd: { not: expiresOn } }],
    },
    data: { toldEnd: expiresOn },
  })
  if (count === 1) await enqueue(tx, 'mail-badge-news', { assertionId, news: 'ends' })
}
