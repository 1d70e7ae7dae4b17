import { db } from '#db'
import type { RecipientIdentifier } from '#openbadges/badge-data'
import { recipientsOf } from './named.ts'

/** What is to be said of a badge because its owner brought it; null for one that was awarded here. */
export async function findAdded(assertionId: string) {
  const found = await db.import.findUnique({
    where: { assertionId },
    select: { namedAddress: true, recipients: true, assertion: { select: { awardedAt: true } } },
  })
  if (!found) return null
  const { namedAddress, recipients, assertion } = found
  return {
    namedAddress,
    names: whomItNames(recipientsOf(recipients)),
    addedAt: assertion.awardedAt,
  }
}

/** Whose address a badge has: one that can be read, one that can only be compared, or nobody's. */
export function whomItNames(recipients: readonly RecipientIdentifier[]) {
  const emails = recipients.filter(({ type }) => type === 'email')
  const plain = emails.find(({ isHashed }) => !isHashed)
  if (plain) return { kind: 'plain' as const, address: plain.value }
  return { kind: emails.length > 0 ? ('hash' as const) : ('nobody' as const) }
}
