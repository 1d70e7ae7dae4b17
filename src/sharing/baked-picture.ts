import type { FullBadge } from '#badges/facts'
import { db } from '#db'
import type { BadgesToBake } from '#openbadges/badges-to-bake'
import { bakePng } from '#openbadges/bake-png'
import { bakeSvg } from '#openbadges/bake-svg'

export interface BadgePicture {
  mediaType: string
  original: Buffer
  /** The same as a PNG that we drew: every picture has one. */
  drawn: Buffer
}

export async function pictureOf({ achievement }: FullBadge): Promise<BadgePicture> {
  const { mediaType, original, renditions } = await db.picture.findUniqueOrThrow({
    where: { id: achievement.pictureId },
    include: { renditions: { where: { size: 640 } } },
  })
  const drawn = Buffer.from(renditions[0]?.png ?? [])
  return { mediaType, original: Buffer.from(original), drawn }
}

/** Into the issuer's own file where that is a PNG; else into the one that we drew. */
export function bakedPng({ mediaType, original, drawn }: BadgePicture, texts: BadgesToBake) {
  const baked = mediaType === 'image/png' ? bakePng(original, texts) : null
  return baked ?? must(bakePng(drawn, texts))
}

/** Into the issuer's own file where that is an SVG; else into one that shows the PNG and nothing more. */
export function bakedSvg({ mediaType, original, drawn }: BadgePicture, texts: BadgesToBake) {
  const isSvg = mediaType === 'image/svg+xml'
  const baked = isSvg ? bakeSvg(original, texts) : null
  return baked ?? must(bakeSvg(framed(isSvg ? drawn : original), texts))
}

/** ISO/IEC 15948: width and height stand behind the signature and the name of the first chunk. */
function framed(png: Buffer): Buffer {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const size = `width="${width}" height="${height}"`
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ${size}>` +
      `<image ${size} href="data:image/png;base64,${png.toString('base64')}"/></svg>`,
  )
}

function must(baked: Buffer | null): Buffer {
  if (baked === null) throw new Error('a picture that we drew cannot be baked')
  return baked
}
