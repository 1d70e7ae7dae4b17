import type { Learner } from '#accounts/credentials'
import { hostnameOf, numberOf, type FullBadge } from '#badges/facts'
import { markdownToText } from '#badges/markdown'
import { validityOf } from '#badges/validity'
import { day } from '#dates'
import { findAdded } from '#importing/added'
import { findPictureOf } from '#pictures/picture'
import { badgePanel, personFor } from '#sharing/badge-check'
import { publicUrl } from '#sharing/share-links'
import type { Certificate } from './certificate.ts'

/** What a badge's certificate says: what its owner knows of it, and how it stands on this day. */
export async function certificateOf(
  learner: Learner,
  badge: FullBadge,
  now: Date,
): Promise<Certificate> {
  const { achievement, issuer, issuedOn, expiresOn, visibility, publicKey } = badge
  const added = await findAdded(badge.id)
  const isPublished = visibility !== 'ONLY_ME' && publicKey !== null
  return {
    badge: achievement.name,
    issuer: issuer.name,
    hostname: hostnameOf(issuer.url),
    person: personOf(learner, badge, added),
    facts: [
      { label: 'Issued', value: day(issuedOn) },
      { label: 'Valid until', value: expiresOn ? day(expiresOn) : 'No end date' },
      { label: 'Badge number', value: numberOf(badge.id) },
    ],
    criteria: markdownToText(achievement.criteria),
    warning: warningOf(badge, now) ?? (await foundOf(badge, added, now)),
    picture: await findPictureOf(badge.id, '640'),
    page: isPublished ? publicUrl(publicKey) : null,
    madeOn: day(now),
    createdAt: now,
  }
}

type Added = Awaited<ReturnType<typeof findAdded>>

/** A badge that was brought here and names somebody else says nothing of whoever brought it. */
function personOf(learner: Learner, badge: FullBadge, added: Added): string | null {
  if (added?.namedAddress === null) return null
  return badge.recipientName ?? learner.name
}

function warningOf(badge: FullBadge, now: Date): string | null {
  const { state, on } = validityOf(badge, now)
  const since = on ? ` on ${day(on)}` : ''
  if (state === 'revoked') return `Not valid: taken back by the issuer${since}.`
  if (state === 'expired') return `This badge expired${since}.`
  return state === 'not-yet' ? `This badge starts${since}.` : null
}

/** Paper of ours must not make a badge from elsewhere look better than its page does. */
async function foundOf(badge: FullBadge, added: Added, now: Date): Promise<string | null> {
  if (added === null) return null
  const { band } = await badgePanel(badge, personFor(badge, added), now)
  return band.tone === 'good' ? null : `${band.heading}.`
}
