import type { Learner } from '#accounts/credentials'
import { lockAccount } from '#accounts/account'
import type { Examined } from '#checking/examine'
import { db, type Tx } from '#db'
import { hours } from '#durations'
import { NotFound } from '#errors'
import type { Prisma } from '#generated/prisma/client'
import { newId } from '#ids'
import type { Verdict } from '#openbadges/check'
import { store } from '#pictures/picture'
import type { DrawnPicture } from './picture.ts'

const draftLives = hours(1)

/** A wallet never has more of them than somebody looks at side by side. */
const mostDrafts = 5

const mediaTypes: Record<Verdict['format'], string> = {
  png: 'image/png',
  svg: 'image/svg+xml',
  json: 'application/json',
  jwt: 'application/jwt',
  url: 'text/plain',
  unknown: 'application/octet-stream',
}

/** Keeps what was checked, as it came, until its learner has looked at it. Gives its id. */
export function keepDraft(
  learner: Learner,
  { verdict, bytes, source }: Examined & { bytes: Uint8Array<ArrayBuffer> },
  picture: DrawnPicture | null,
  now: Date,
): Promise<string> {
  const id = newId()
  const mediaType = mediaTypes[verdict.format]
  const kept = { id, accountId: learner.id, bytes, mediaType, source, createdAt: now }
  return db.$transaction(async (tx) => {
    await lockAccount(tx, learner.id)
    const pictureId = picture && (await storeDrawn(tx, picture))
    await tx.importDraft.create({ data: { ...kept, verdict: JSON.stringify(verdict), pictureId } })
    const old = await tx.importDraft.findMany({
      where: { accountId: learner.id },
      orderBy: { createdAt: 'desc' },
      skip: mostDrafts,
      select: { id: true },
    })
    await dropDrafts(tx, { id: { in: old.map((one) => one.id) } })
    return id
  })
}

export const storeDrawn = (tx: Tx, { file, renditions }: DrawnPicture): Promise<string> =>
  store(tx, { mediaType: file.mediaType, original: Uint8Array.from(file.bytes), renditions })

/** The learner's own draft while it lasts, with what the check found. */
export async function findDraft(learner: Learner, id: string, now: Date, tx: Tx = db) {
  const draft = await tx.importDraft.findFirst({
    where: { id, accountId: learner.id, createdAt: { gt: new Date(+now - draftLives) } },
  })
  if (!draft) throw new NotFound()
  const verdict = JSON.parse(draft.verdict) as Verdict
  if (!verdict.badge) throw new NotFound()
  return { ...draft, found: { ...verdict, badge: verdict.badge } }
}

export async function findDraftPicture(learner: Learner, id: string, now: Date): Promise<Buffer> {
  const { pictureId } = await findDraft(learner, id, now)
  const drawn = { pictureId: pictureId ?? '', size: 320 }
  const rendition = await db.rendition.findUnique({ where: { pictureId_size: drawn } })
  if (!rendition) throw new NotFound()
  return Buffer.from(rendition.png)
}

/** Drafts and the pictures that nothing else has. */
export async function dropDrafts(tx: Tx, where: Prisma.ImportDraftWhereInput): Promise<void> {
  const drafts = await tx.importDraft.findMany({ where, select: { id: true, pictureId: true } })
  await tx.importDraft.deleteMany({ where: { id: { in: drafts.map(({ id }) => id) } } })
  const pictures = drafts.map(({ pictureId }) => pictureId).filter((id) => id !== null)
  await dropPictures(tx, pictures)
}

/** Only those that no badge and no draft has. */
export async function dropPictures(tx: Tx, ids: string[]): Promise<void> {
  await tx.picture.deleteMany({
    where: { id: { in: ids }, achievements: { none: {} }, drafts: { none: {} } },
  })
}

export function forgetOldDrafts(now: Date): Promise<void> {
  return dropDrafts(db, { createdAt: { lte: new Date(+now - draftLives) } })
}
