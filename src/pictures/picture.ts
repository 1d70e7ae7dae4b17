import type { Learner } from '#accounts/credentials'
import { db, type Tx } from '#db'
import { NotFound } from '#errors'
import type { Prisma } from '#generated/prisma/client'
import { newId } from '#ids'
import type { PictureFile } from './picture-file.ts'
import { render, sizes } from './render.ts'

/** Makes the display sizes of a checked picture. Takes a moment, so not inside a transaction. */
export async function prepared(file: PictureFile) {
  return {
    mediaType: file.mediaType,
    original: Uint8Array.from(file.bytes),
    renditions: await render(file),
  }
}

export async function store(
  tx: Tx,
  picture: Awaited<ReturnType<typeof prepared>>,
): Promise<string> {
  const { mediaType, original, renditions } = picture
  const { id } = await tx.picture.create({
    data: { id: newId(), mediaType, original, renditions: { create: renditions } },
    select: { id: true },
  })
  return id
}

/** The picture of a badge that lies in this learner's wallet or was sent to them. */
export function findOwnPicture(learner: Learner, assertionId: string, size: string) {
  const sentToMe = { recipientAddress: { in: learner.addresses }, deletedAt: null }
  const mine = { id: assertionId, OR: [{ ownerId: learner.id }, sentToMe] }
  return findPicture({ assertions: { some: mine } }, size)
}

/** The picture for whoever was found to be allowed to see it: a signed link, or a published badge. */
export function findPictureOf(assertionId: string, size: string) {
  return findPicture({ assertions: { some: { id: assertionId } } }, size)
}

export function findAchievementPicture(achievementId: string, size: string) {
  return findPicture({ id: achievementId }, size)
}

async function findPicture(
  achievement: Prisma.AchievementWhereInput,
  asked: string,
): Promise<Buffer> {
  const size = sizes.find((one) => String(one) === asked)
  if (size === undefined) throw new NotFound()
  const found = await db.achievement.findFirst({ where: achievement, select: { pictureId: true } })
  if (!found) throw new NotFound()
  const { pictureId } = found
  const { png } = await db.rendition.findUniqueOrThrow({
    where: { pictureId_size: { pictureId, size } },
  })
  return Buffer.from(png)
}
