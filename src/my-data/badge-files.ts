import type { FullBadge } from '#badges/facts'
import { isJson } from '#openbadges/badges-to-bake'
import { bakedPng, bakedSvg, pictureOf } from '#sharing/baked-picture'
import { textsOf, type BadgeTexts } from '#sharing/badge-forms'
import { findReceived, isFromElsewhere, nameOfFile } from '#sharing/received-badge'
import type { FolderOf } from './folders.ts'
import type { FileInZip } from './zip.ts'

/** The badges that have a folder, as others can check them. Many are signed together. */
export async function* filesOfBadges(
  badges: FullBadge[],
  folderOf: FolderOf,
  at: Date,
): AsyncGenerator<FileInZip> {
  const held = badges.flatMap((badge) => {
    const folder = folderOf(badge)
    return folder === null ? [] : [{ badge, folder }]
  })
  const own = held.map(({ badge }) => badge).filter((badge) => !isFromElsewhere(badge))
  const texts = await textsOf(own, at)
  for (const { badge, folder } of held) {
    const signed = texts.get(badge.id)
    if (signed) yield* ownFiles(badge, signed, folder)
    else yield* receivedFiles(badge, folder)
  }
}

/** What the issuer signed, its picture unchanged, and the picture with both versions in it. */
async function* ownFiles(
  badge: FullBadge,
  texts: BadgeTexts,
  folder: string,
): AsyncGenerator<FileInZip> {
  const { credential, jwt, assertion } = texts
  yield { path: `${folder}/badge.json`, content: credential }
  yield { path: `${folder}/badge.jwt`, content: jwt }
  yield { path: `${folder}/assertion.${isJson(assertion) ? 'json' : 'jws'}`, content: assertion }
  const picture = await pictureOf(badge)
  const isPacked = picture.mediaType === 'image/png'
  const ending = isPacked ? 'png' : 'svg'
  yield { path: `${folder}/picture.${ending}`, content: picture.original, isPacked }
  const content = (isPacked ? bakedPng : bakedSvg)(picture, { credential, assertion })
  yield { path: `${folder}/baked.${ending}`, content, isPacked }
}

/** A badge from elsewhere, in the very bytes in which it came. */
async function* receivedFiles(badge: FullBadge, folder: string): AsyncGenerator<FileInZip> {
  const came = await findReceived(badge.id)
  if (came) yield { path: `${folder}/${nameOfFile(came)}`, content: came.bytes }
}
