import { evidenceOf, alignmentsOf } from '#issuing/forms'
import { badgeClass, hostedAssertion, issuerProfile, revokedAssertion, type HostedBadge } from '#openbadges/hosted-assertion'
import { config } from '#config'
import { db } from '#db'
import { NotFound } from '#errors'
import type { Achievement, Issuer } from '#generated/prisma/client'
import { withFacts } from '#badges/facts'
import { publicUrl } from './share-links.ts'
import { findPublished, isAchievementShown } from './visibility.ts'

/** A published badge as Open Badges 2.0 data. 410 is what the standard asks for one taken back. */
export async function openBadge(key: string): Promise<{ status: 200 | 410; data: object }> {
  const published = await findPublished(key)
  if (!published) throw new NotFound()
  const id = `${publicUrl(key)}.json`
  if (published.revokedAt) return { status: 410, data: revokedAssertion(id, published.revocationReason) }
  const found = await db.assertion.findUnique({ where: { id: published.assertionId }, include: withFacts })
  if (!found) throw new NotFound()
  const image = `${publicUrl(key)}/badge-640.png`
  const data = hostedAssertion({
    id,
    issuedOn: found.issuedOn,
    expiresOn: found.expiresOn,
    recipient: { email: found.recipientAddress, salt: found.id },
    image,
    evidence: evidenceOf(found.evidence),
    badge: hostedBadge(found.achievement, found.issuer, image),
  })
  return { status: 200, data }
}

/** What can be earned, as data; only where somebody shows such a badge. */
export async function openAchievement(id: string): Promise<object> {
  if (!(await isAchievementShown(id))) throw new NotFound()
  const found = await db.achievement.findUniqueOrThrow({ where: { id }, include: { issuer: true } })
  return badgeClass(hostedBadge(found, found.issuer, `${config.siteUrl}/achievements/${id}/badge-640.png`))
}

export async function openIssuer(id: string): Promise<object> {
  const found = await db.issuer.findUnique({ where: { id } })
  if (!found) throw new NotFound()
  return issuerProfile(hostedIssuer(found))
}

function hostedBadge(achievement: Achievement, issuer: Issuer, image: string): HostedBadge {
  const { id, name, description, criteria, skills, tags, alignments } = achievement
  return {
    id: `${config.siteUrl}/achievements/${id}.json`,
    ...{ name, description, criteria, skills, tags, image },
    alignments: alignmentsOf(alignments),
    issuer: hostedIssuer(issuer),
  }
}

const hostedIssuer = ({ id, name, url, email }: Issuer) => ({ id: `${config.siteUrl}/issuers/${id}.json`, name, url, email })
