import { readToken } from '#accounts/tokens'
import { db } from '#db'

/** Which issuer's emails a mailed link stops, and for whom; null when the link is not one of ours. */
export async function findSender(token: string, now: Date) {
  const read = readToken('unsubscribe', token, now)
  if (!read.ok) return null
  return db.assertion.findUnique({
    where: { id: read.id },
    select: { issuerId: true, issuerName: true, recipientAddress: true },
  })
}

/** "No more emails from this issuer." Badges still arrive, on Home. */
export async function unsubscribe(token: string, now: Date): Promise<string | null> {
  const sender = await findSender(token, now)
  if (!sender) return null
  const { issuerId, recipientAddress: address } = sender
  await db.unsubscription.createMany({
    data: [{ issuerId, address, createdAt: now }],
    skipDuplicates: true,
  })
  return sender.issuerName
}
