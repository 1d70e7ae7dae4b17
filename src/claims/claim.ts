import { claimToken, readToken } from '#accounts/tokens'
import { masked, type Address } from '#accounts/email-address'
import { factsOf, withFacts, type BadgeFacts } from '#badges/facts'
import { pictureBase } from '#mail/links'
import { db } from '#db'

/** Where the offer stands that a *Get my badge* link speaks of. */
export type ClaimState = 'open' | 'accepted' | 'declined' | 'not mine' | 'withdrawn' | 'ended'

export interface Claim {
  state: ClaimState
  badge: BadgeFacts
  /** For comparing and mailing only: what is shown is `maskedAddress`. */
  recipient: Address
  maskedAddress: string
  offerEndsAt: Date
  decidedAt: Date | null
  revocationReason: string | null
  ownerId: string | null
}

/** What a *Get my badge* link shows. It is no login: it changes nothing and proves nothing. */
export async function findClaim(token: string, now: Date): Promise<Claim | null> {
  const read = readToken('claim', token, now)
  if (!read.ok && read.reason !== 'expired') return null
  const found = await db.assertion.findUnique({ where: { id: read.id }, include: withFacts })
  if (!found) return null
  // Its recipient has closed their account, and nothing says any more who that was.
  const isForgotten = found.recipientAddress === ''
  return {
    state: isForgotten ? 'ended' : stateOf(found, now),
    badge: factsOf(found, pictureBase(found.id), now),
    recipient: { canonical: found.recipientAddress, typed: found.recipientTyped },
    maskedAddress: masked(found.recipientAddress),
    offerEndsAt: found.offerEndsAt,
    decidedAt: found.decidedAt,
    revocationReason: found.revocationReason,
    ownerId: found.ownerId,
  }
}

interface Offer {
  decision: string | null
  revokedAt: Date | null
  offerEndsAt: Date
}

/** The offer's state: one of the five facts, and none of the others. */
export function stateOf(offer: Offer, now: Date): ClaimState {
  if (offer.decision === 'ACCEPTED') return 'accepted'
  if (offer.decision === 'NOT_MINE') return 'not mine'
  if (offer.revokedAt) return 'withdrawn'
  if (offer.decision === 'DECLINED') return 'declined'
  return offer.offerEndsAt <= now ? 'ended' : 'open'
}

/** The badge a login began with, if it went to none of these addresses. */
export async function claimForAnotherAddress(
  claimId: string | undefined,
  addresses: string[],
  now: Date,
) {
  if (claimId === undefined) return null
  const found = await db.assertion.findUnique({ where: { id: claimId } })
  if (!found || stateOf(found, now) !== 'open' || addresses.includes(found.recipientAddress))
    return null
  const claimPath = `/claim/${claimToken(found)}`
  return { badgeName: found.name, maskedAddress: masked(found.recipientAddress), claimPath }
}
