import { prepared, store } from '#pictures/picture'
import { db } from '#db'
import { newId } from '#ids'
import type { NewBadge } from './forms.ts'
import type { ActingIssuer } from './issuers.ts'

/** Makes a badge that the issuer can award from now on: with its picture, or not at all. */
export async function createBadge(issuer: ActingIssuer, badge: NewBadge, now: Date) {
  const { image, ...described } = badge
  const picture = await prepared(image)
  const made = await db.$transaction(async (tx) => {
    const pictureId = await store(tx, picture)
    return tx.achievement.create({
      data: { id: newId(), issuerId: issuer.id, pictureId, createdAt: now, ...described },
    })
  })
  const { id, name, description, criteria, skills, tags, alignments, language } = made
  return { id, name, description, criteria, skills, tags, alignments, language }
}
