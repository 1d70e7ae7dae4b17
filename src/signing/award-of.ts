import { createHmac } from 'node:crypto'
import type { FullBadge } from '#badges/facts'
import type { Achievement, Issuer } from '#generated/prisma/client'
import { alignmentsOf, evidenceOf } from '#issuing/forms'
import type { Achievement as Awarded, Award } from '#openbadges/award'
import { key } from '#secrets'

/** One award as the library takes it, to be written in any version. */
export function awardOf(badge: FullBadge): Award {
  const { id, issuedOn, expiresOn, recipientAddress } = badge
  return {
    issuedOn,
    expiresOn,
    recipient: { email: recipientAddress, salt: saltOf(id) },
    evidence: evidenceOf(badge.evidence),
    achievement: achievementOf(badge.achievement, badge.issuer),
  }
}

export function achievementOf(achievement: Achievement, issuer: Issuer): Awarded {
  const { name, description, criteria, language, skills, tags, alignments } = achievement
  return {
    ...{ name, description, criteria, language, skills, tags },
    alignments: alignmentsOf(alignments),
    issuer: { name: issuer.name, url: issuer.url, email: issuer.email },
  }
}

/**
 * 16 bytes, the same each time the badge is written, and not to be worked out from what others know
 * of it: so nobody can try addresses on a badge that they have not seen.
 */
const saltOf = (id: string) =>
  createHmac('sha256', key('recipient salt')).update(id).digest('hex').slice(0, 32)
