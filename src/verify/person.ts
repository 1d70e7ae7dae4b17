import type { Address } from '#accounts/email-address'
import { db } from '#db'
import { NotFound } from '#errors'
import { namedIn, recipientsOf } from '#importing/named'
import { findPublished } from '#sharing/visibility'

/** A published badge, with what it takes to compare an address with it; nothing of this is shown. */
export async function findRecipient(key: string) {
  const published = await findPublished(key)
  const found =
    published &&
    (await db.assertion.findUnique({
      where: { id: published.assertionId },
      select: {
        ...{ id: true, name: true, issuerName: true, recipientAddress: true },
        import: { select: { recipients: true } },
      },
    }))
  if (!found) throw new NotFound()
  return found
}

type Recipient = Awaited<ReturnType<typeof findRecipient>>

/**
 * Whether the badge was awarded to this address: yes or no, and nothing about how near it came. One
 * from elsewhere is asked for whom its issuer made it, not for who brought it here.
 */
export function isAwardedTo(badge: Recipient, { canonical, typed }: Address): boolean {
  const own = { type: 'email', value: badge.recipientAddress, isHashed: false, salt: '' }
  const named = badge.import ? recipientsOf(badge.import.recipients) : [own]
  return namedIn(named, [{ address: canonical, typed }]) !== null
}
