import { db } from '#db'
import type { Payloads } from '#queue/payloads'
import { send } from './send.ts'
import { day } from '#dates'

/** Tells an issuer that an award went to the wrong person: only what the issuer itself had written. */
export async function mailNotMine(
  { assertionId }: Payloads['mail-not-mine'],
  { now }: { now: Date },
) {
  const award = await db.assertion.findFirst({
    where: { id: assertionId, decision: 'NOT_MINE' },
    include: { issuer: true },
  })
  if (!award) return
  const { issuer } = award
  await send('not-mine', {
    to: issuer.email,
    id: `not-mine.${award.id}`,
    now,
    locals: {
      issuer: issuer.name,
      badge: award.name,
      awardedOn: day(award.awardedAt),
      recipient: award.recipientAddress,
      address: issuer.email,
    },
  })
}
