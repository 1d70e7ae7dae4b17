import { note } from '#activity/activity'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import type { ActingIssuer } from '#issuing/issuers'
import { hasSecondStep } from '#two-step/protection'

/** The issuers that this person acts for, with how many badges they have and how often they awarded them. */
export async function issuersOf(learner: Learner) {
  const found = await db.issuer.findMany({
    where: { staff: { some: { accountId: learner.id } } },
    select: { name: true, _count: { select: { achievements: true, assertions: true } } },
    orderBy: { name: 'asc' },
  })
  return found.map(({ name, _count: counted }) => {
    return { name, badges: counted.achievements, awards: counted.assertions }
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
export function addStaff(issuer: ActingIssuer, address: string, now: Date): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const owner = await tx.emailAddress.findUnique({ where: { address } })
    if (!owner) return false
    const { accountId } = owner
    const { count } = await tx.issuerStaff.createMany({
      data: [{ issuerId: issuer.id, accountId, createdAt: now }],
      skipDuplicates: true,
    })
    if (count === 1) await note(tx, 'staff-added', { accountId, about: issuer.name }, now)
    return true
  })
}

/** Ends that at once. False when the owner of the address did not act for the issuer. */
export function removeStaff(issuer: ActingIssuer, address: string, now: Date): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const owner = await tx.emailAddress.findUnique({ where: { address } })
    if (!owner) return false
    const { accountId } = owner
    const { count } = await tx.issuerStaff.deleteMany({ where: { issuerId: issuer.id, accountId } })
    if (count === 0) return false
    await note(tx, 'staff-removed', { accountId, about: issuer.name }, now)
    return true
  })
}
