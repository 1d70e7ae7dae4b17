import { createHash } from 'node:crypto'
import { evidenceOf, alignmentsOf } from '#issuing/forms'
import {
  badgeClass,
  hostedAssertion,
  issuerProfile,
  revocation,
  revokedAssertion,
  type HostedBadge,
} from '#openbadges/hosted-assertion'
import { config } from '#config'
import { db } from '#db'
import { NotFound } from '#errors'
import type { Achievement, Issuer } from '#generated/prisma/client'
import { withFacts, type FullBadge } from '#badges/facts'
import { answer, answerFor, type Answer } from './kept-answers.ts'
import { publicUrl } from './share-links.ts'
import { isAchievementShown } from './visibility.ts'

/** A published badge as Open Badges 2.0 data. 410 is what the standard asks for one taken back. */
export const openBadge = (key: string, now: Date): Promise<Answer> =>
  answerFor('data', key, now, async (published) => {
    const data = published.revokedAt
      ? revokedAssertion(jsonUrl(key), published.revocationReason)
      : await assertionData(key, published.assertionId)
    return dataAnswer(data, published.revokedAt ? 410 : 200)
  })

const jsonUrl = (key: string) => `${publicUrl(key)}.json`

async function assertionData(key: string, id: string): Promise<object> {
  const found = await db.assertion.findUnique({ where: { id }, include: withFacts })
  if (!found) throw new NotFound()
  return assertionOf(found, hostedAt(key))
}

/**
 * The badge as its owner takes it along. It is named by its public address from the first publishing
 * on, where others can check it while it is published; before that by a number of its own.
 */
export function ownAssertion(badge: FullBadge) {
  const { publicKey, achievementId } = badge
  const image = achievementImage(achievementId)
  const address = publicKey === null ? { id: numberUrn(badge.id), image } : hostedAt(publicKey)
  return {
    ...assertionOf(badge, address),
    ...(badge.revokedAt && revocation(badge.revocationReason)),
  }
}

/** RFC 9562, version 8: always the same for the same badge. */
function numberUrn(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex')
  const [first, second, third, fourth, fifth] = [
    ...[hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(12, 15)}`, `8${hex.slice(15, 18)}`],
    hex.slice(18, 30),
  ]
  return `urn:uuid:${first}-${second}-${third}-${fourth}-${fifth}`
}

const hostedAt = (key: string) => ({ id: jsonUrl(key), image: `${publicUrl(key)}/badge-640.png` })

function assertionOf(badge: FullBadge, { id, image }: { id: string; image: string }) {
  return hostedAssertion({
    id,
    issuedOn: badge.issuedOn,
    expiresOn: badge.expiresOn,
    recipient: { email: badge.recipientAddress, salt: badge.id },
    image,
    evidence: evidenceOf(badge.evidence),
    badge: hostedBadge(badge.achievement, badge.issuer, image),
  })
}

/** What can be earned, as data; only where somebody shows such a badge. */
export async function openAchievement(id: string): Promise<Answer> {
  if (!(await isAchievementShown(id))) throw new NotFound()
  const found = await db.achievement.findUniqueOrThrow({ where: { id }, include: { issuer: true } })
  return dataAnswer(badgeClass(hostedBadge(found, found.issuer, achievementImage(id))))
}

const achievementImage = (id: string) => `${config.siteUrl}/achievements/${id}/badge-640.png`

export async function openIssuer(id: string): Promise<Answer> {
  const found = await db.issuer.findUnique({ where: { id } })
  if (!found) throw new NotFound()
  return dataAnswer(issuerProfile(hostedIssuer(found)))
}

const dataAnswer = (data: object, status: Answer['status'] = 200) =>
  answer(Buffer.from(JSON.stringify(data)), { status })

function hostedBadge(achievement: Achievement, issuer: Issuer, image: string): HostedBadge {
  const { id, name, description, criteria, skills, tags, alignments } = achievement
  return {
    id: `${config.siteUrl}/achievements/${id}.json`,
    ...{ name, description, criteria, skills, tags, image },
    alignments: alignmentsOf(alignments),
    issuer: hostedIssuer(issuer),
  }
}

const hostedIssuer = ({ id, name, url, email }: Issuer) => ({
  id: `${config.siteUrl}/issuers/${id}.json`,
  name,
  url,
  email,
})
