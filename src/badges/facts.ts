import type { Achievement, Assertion, Issuer } from '#generated/prisma/client'
import { alignmentsOf, evidenceOf } from '#issuing/forms'
import { markdownToHtml } from './markdown.ts'
import { validityOf } from './validity.ts'

/** An assertion with what it asserts and who says so. */
export type FullBadge = Assertion & { achievement: Achievement; issuer: Issuer }

export const withFacts = { achievement: true, issuer: true } as const

/** Everything that a page about one badge shows. `picture` is the address without size and ending. */
export function factsOf(badge: FullBadge, picture: string, now: Date) {
  const { achievement, issuer } = badge
  return {
    id: badge.id,
    name: achievement.name,
    description: achievement.description,
    criteriaHtml: markdownToHtml(achievement.criteria),
    language: achievement.language,
    issuer: { name: issuer.name, url: issuer.url, hostname: hostnameOf(issuer.url) },
    issuedOn: badge.issuedOn,
    expiresOn: badge.expiresOn,
    recipientName: badge.recipientName,
    validity: validityOf(badge, now),
    skills: achievement.skills,
    tags: badge.tags,
    alignments: alignmentsOf(achievement.alignments),
    evidence: evidenceOf(badge.evidence),
    number: numberOf(badge.id),
    visibility: badge.visibility,
    showName: badge.showName,
    searchEngines: badge.searchEngines,
    picture,
  }
}

/** A badge from elsewhere may name no address. */
export const hostnameOf = (url: string) => (url === '' ? '' : new URL(url).hostname)

export type BadgeFacts = ReturnType<typeof factsOf>

/** What a card is made from: a third of a badge's columns, for a list reads many. */
export const cardFields = {
  ...{ id: true, name: true, issuerName: true, skills: true, tags: true, visibility: true },
  ...{ issuedOn: true, expiresOn: true, revokedAt: true, revocationReason: true },
  offerEndsAt: true,
} as const

/** What a card in a list shows. */
export function cardOf(badge: Pick<Assertion, keyof typeof cardFields>, now: Date) {
  const { id, name, issuerName, issuedOn, expiresOn, visibility, skills, tags, offerEndsAt } = badge
  return {
    ...{ id, name, issuerName, issuedOn, expiresOn, visibility, skills, tags, offerEndsAt },
    validity: validityOf(badge, now),
    picture: `/badges/${id}/picture`,
  }
}

/** A short number that people can read out: for LinkedIn's "Credential ID" and for asking the issuer. */
export const numberOf = (id: string) => id.slice(0, 10).toUpperCase()
