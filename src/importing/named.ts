import { z } from 'zod'
import type { Tx } from '#db'
import type { RecipientIdentifier } from '#openbadges/badge-data'
import { namedBy } from '#openbadges/identity-hash'

/** An address as it is compared, and as its owner writes it. */
export interface OwnAddress {
  address: string
  typed: string
}

const recipients = z.array(
  z.object({ type: z.string(), value: z.string(), isHashed: z.boolean(), salt: z.string() }),
)

/** What was stored as JSON, back as typed data. */
export const recipientsOf = (stored: unknown): RecipientIdentifier[] =>
  recipients.catch([]).parse(stored)

/**
 * Which of these addresses a badge names, plainly or as a hash (OB 3.0 §9.3); null for none. Hashes
 * are made of an address as somebody wrote it, so both ways of writing are tried.
 */
export function namedIn(
  named: readonly RecipientIdentifier[],
  addresses: readonly OwnAddress[],
): string | null {
  const emails = named.filter(({ type }) => type === 'email')
  const isNamed = ({ address, typed }: OwnAddress) =>
    emails.some((one) => namedBy(one, [address, typed]) !== null)
  return addresses.find(isNamed)?.address ?? null
}

/**
 * An address was shown to be an account's: badges in its wallet that name it are theirs from now on.
 * In the transaction that gives the address.
 */
export async function claimImports(tx: Tx, accountId: string, own: OwnAddress): Promise<void> {
  const unclaimed = await tx.import.findMany({
    where: { namedAddress: null, assertion: { ownerId: accountId } },
    select: { assertionId: true, recipients: true },
  })
  for (const { assertionId, recipients: stored } of unclaimed) {
    if (namedIn(recipientsOf(stored), [own]) === null) continue
    await tx.import.update({ where: { assertionId }, data: { namedAddress: own.address } })
    await tx.assertion.update({
      where: { id: assertionId },
      data: { recipientAddress: own.address, recipientTyped: own.typed },
    })
  }
}
