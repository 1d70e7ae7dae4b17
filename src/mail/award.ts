import { config } from '#config'
import { db } from '#db'
import type { Payloads } from '#queue/payloads'
import { claimLink, notMineLink, picturePath, unsubscribeLink } from './links.ts'
import { send } from './send.ts'
import { day } from '#dates'
import { firstSentence } from './wording.ts'

const selected = {
  id: true,
  issuerId: true,
  recipientAddress: true,
  awardedAt: true,
  issuedOn: true,
  offerEndsAt: true,
  name: true,
  issuerName: true,
  achievement: { select: { description: true } },
} as const

/** Tells the recipient of an award, once, unless there is nothing left to tell. */
export async function mailAward({ assertionId }: Payloads['mail-award'], { now }: { now: Date }) {
  const award = await db.assertion.findFirst({
    where: {
      id: assertionId,
      mailedAt: null,
      revokedAt: null,
      decision: null,
      deletedAt: null,
      offerEndsAt: { gt: now },
    },
    select: selected,
  })
  if (!award || (await isUnwanted(award))) return
  const unsubscribe = unsubscribeLink(award)
  await send('get-my-badge', {
    to: award.recipientAddress,
    id: `award.${award.id}`,
    issuer: award.issuerName,
    unsubscribeLink: unsubscribe,
    now,
    locals: {
      issuer: award.issuerName,
      badge: award.name,
      about: firstSentence(award.achievement.description),
      issuedOn: day(award.issuedOn),
      picture: `${config.siteUrl}${picturePath(award.id, 320)}`,
      claimLink: claimLink(award),
      notMineLink: notMineLink(award),
      unsubscribeLink: unsubscribe,
      offerEnds: day(award.offerEndsAt),
      address: award.recipientAddress,
    },
  })
  await db.assertion.updateMany({
    where: { id: award.id, mailedAt: null },
    data: { mailedAt: now },
  })
}

/**
 * Its recipient wants no emails from this issuer, or none about new badges, or is closing the account:
 * it waits on Home all the same, for them to find if they stay.
 */
async function isUnwanted(award: { recipientAddress: string; issuerId: string }) {
  const { recipientAddress: address, issuerId } = award
  const [stopped, silent] = await Promise.all([
    db.unsubscription.count({ where: { address, issuerId } }),
    db.emailAddress.count({
      where: { address, account: { OR: [{ newBadgeMails: false }, { closesAt: { not: null } }] } },
    }),
  ])
  return stopped > 0 || silent > 0
}
