import type { Learner } from '#accounts/credentials'
import { numberOf, withFacts, type FullBadge } from '#badges/facts'
import { validityOf, type ValidityState } from '#badges/validity'
import { stateOf, type ClaimState } from '#claims/claim'
import { db } from '#db'
import { alignmentsOf, evidenceOf } from '#issuing/forms'
import { publicUrl } from '#sharing/share-links'

const pageSize = 200

/** The badges in a learner's wallet, and those that were sent to them and are not in it. */
export async function* everyBadge(learner: Learner): AsyncGenerator<FullBadge> {
  for await (const page of badgePages(learner)) yield* page
}

/** The same, as many at a time as are read at once. */
export async function* badgePages(learner: Learner): AsyncGenerator<FullBadge[]> {
  const sent = { recipientAddress: { in: learner.addresses }, ownerId: null, deletedAt: null }
  let after = ''
  for (;;) {
    const page = await db.assertion.findMany({
      where: { id: { gt: after }, OR: [{ ownerId: learner.id }, sent] },
      include: withFacts,
      orderBy: { id: 'asc' },
      take: pageSize,
    })
    yield page
    const last = page.at(-1)
    if (!last || page.length < pageSize) return
    after = last.id
  }
}

const offers: Record<ClaimState, string> = {
  open: 'waiting',
  accepted: 'accepted',
  declined: 'declined',
  'not mine': 'not mine',
  withdrawn: 'taken back',
  ended: 'offer ended',
}

const holds: Record<ValidityState, string> = {
  valid: 'valid',
  soon: 'valid',
  'not-yet': 'not valid yet',
  expired: 'expired',
  revoked: 'taken back',
}

/** Of a badge in the wallet whether it holds, of others where the offer stands. */
const statusOf = (badge: FullBadge, now: Date) =>
  badge.ownerId === null ? offers[stateOf(badge, now)] : holds[validityOf(badge, now).state]

const audiences = { ONLY_ME: 'only me', LINK: 'anyone with the link', PUBLIC: 'public' } as const

/** Where others see it now. */
const linkOf = ({ visibility, publicKey }: FullBadge) =>
  visibility === 'ONLY_ME' || publicKey === null ? null : publicUrl(publicKey)

const dayOf = (date: Date | null) => date?.toISOString().slice(0, 10) ?? ''

export const badgeColumns = [
  ...['name', 'issuer', 'issued', 'expires', 'status', 'visibility', 'public link', 'number'],
  ...['skills', 'tags', 'file'],
] as const

/** One line of `badges.csv`. */
export function badgeRow(badge: FullBadge, folder: string | null, now: Date): string[] {
  const { achievement, issuer, issuedOn, expiresOn } = badge
  return [
    ...[achievement.name, issuer.name, dayOf(issuedOn), dayOf(expiresOn), statusOf(badge, now)],
    ...[audiences[badge.visibility], linkOf(badge) ?? '', numberOf(badge.id)],
    ...[achievement.skills.join('; '), badge.tags.join('; '), folder ?? ''],
  ]
}

/** One badge of `badges.json`: what its issuer said, what became of it, and what the learner added. */
export function badgeFacts(badge: FullBadge, folder: string | null, now: Date) {
  const { achievement, issuer } = badge
  return {
    number: numberOf(badge.id),
    name: achievement.name,
    issuer: { name: issuer.name, url: issuer.url, email: issuer.email },
    ...{ description: achievement.description, criteria: achievement.criteria },
    ...{ language: achievement.language, skills: achievement.skills },
    issuersTags: achievement.tags,
    alignments: alignmentsOf(achievement.alignments),
    evidence: evidenceOf(badge.evidence),
    sentTo: { address: badge.recipientTyped, name: badge.recipientName },
    ...{ awardedAt: badge.awardedAt, issuedOn: badge.issuedOn, expiresOn: badge.expiresOn },
    ...{ revokedAt: badge.revokedAt, revocationReason: badge.revocationReason },
    status: statusOf(badge, now),
    offer: { state: offers[stateOf(badge, now)], endsAt: badge.offerEndsAt },
    decision: { answer: badge.decision, at: badge.decidedAt },
    tags: badge.tags,
    visibility: audiences[badge.visibility],
    publicLink: linkOf(badge),
    ...{ showName: badge.showName, searchEngines: badge.searchEngines },
    publishedAt: badge.publishedAt,
    folder,
  }
}
