import { note } from '#activity/activity'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import { hasSecondStep } from '#two-step/protection'

/** The issuers that this person acts for. */
export function issuersOf(learner: Learner) {
  return db.issuer.findMany({
    where: { staff: { some: { accountId: learner.id } } },
    select: { id: true, name: true, _count: { select: { achievements: true, assertions: true } } },
    orderBy: { name: 'asc' },
  })
}

export async function isStaff(learner: Learner): Promise<boolean> {
  return (await db.issuerStaff.count({ where: { accountId: learner.id } })) > 0
}

/** Whether this account can log in in two steps at all: with a passkey, or with a code from an app. */
export async function canLogInStrongly(learner: Learner): Promise<boolean> {
  const passkeys = await db.passkey.count({ where: { accountId: learner.id } })
  return passkeys > 0 || hasSecondStep(learner.id)
}

/** Lets the owner of a confirmed address act for an issuer. False when nobody has the address. */
export function addStaff(issuerId: string, address: string, now: Date): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const owner = await tx.emailAddress.findUnique({ where: { address } })
    if (!owner) return false
    const { accountId } = owner
    const issuer = await tx.issuer.findUniqueOrThrow({ where: { id: issuerId } })
    const { count } = await tx.issuerStaff.createMany({
      data: [{ issuerId, accountId, createdAt: now }],
      skipDuplicates: true,
    })
    if (count === 1) await note(tx, 'staff-added', { accountId, about: issuer.name }, now)
    return true
  })
}
