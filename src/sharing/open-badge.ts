import { evidenceOf, alignmentsOf } from '#issuing/forms'
import {
  badgeClass,
  hostedAssertion,
  issuerProfile,
  revokedAssertion,
  type HostedBadge,
} from '#openbadges/hosted-assertion'
import { config } from '#config'
import { db } from '#db'
import { NotFound } from '#errors'
import type { Achievement, Issuer } from '#generated/prisma/client'
import { withFacts } from '#badges/facts'
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
  const image = `${publicUrl(key)}/badge-640.png`
  return hostedAssertion({
    id: jsonUrl(key),
    issuedOn: found.issuedOn,
    expiresOn: found.expiresOn,
    recipient: { email: found.recipientAddress, salt: found.id },
    image,
    evidence: evidenceOf(found.evidence),
    badge: hostedBadge(found.achievement, found.issuer, image),
  })
}

/** What can be earned, as data; only where somebody shows such a badge. */
export async function openAchievement(id: string): Promise<Answer> {
  if (!(await isAchievementShown(id))) throw new NotFound()
  const found = await db.achievement.findUniqueOrThrow({ where: { id }, include: { issuer: true } })
  const image = `${config.siteUrl}/achievements/${id}/badge-640.png`
  return dataAnswer(badgeClass(hostedBadge(found, found.issuer, image)))
}

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
