import type { FullBadge } from '#badges/facts'
import { db } from '#db'
import { bakePng } from '#openbadges/bake-png'
import { bakeSvg } from '#openbadges/bake-svg'
import { ownAssertion } from '#sharing/open-badge'
import type { FileInZip } from './zip.ts'

/** One badge as issued: its data, the issuer's picture unchanged, and the picture with the data in it. */
export async function* badgeFiles(badge: FullBadge, folder: string): AsyncGenerator<FileInZip> {
  const json = JSON.stringify(ownAssertion(badge))
  yield { path: `${folder}/badge.json`, content: json }
  const { original, mediaType } = await db.picture.findUniqueOrThrow({
    where: { id: badge.achievement.pictureId },
  })
  const picture = Buffer.from(original)
  const isPng = mediaType === 'image/png'
  const ending = isPng ? 'png' : 'svg'
  yield { path: `${folder}/picture.${ending}`, content: picture, isPacked: isPng }
  const baked = (isPng ? bakePng : bakeSvg)(picture, { assertion: json })
  if (baked) yield { path: `${folder}/baked.${ending}`, content: baked, isPacked: isPng }
}
