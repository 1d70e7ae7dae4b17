import { BadRequest } from '#errors'
import type { Verdict } from '#openbadges/check'
import { readPicture, readPictureFile, type PictureFile } from '#pictures/picture-file'
import { render, type Rendition } from '#pictures/render'
import { fetchPicture } from '#checking/check-badge'

/** A picture that could be drawn, in our sizes. */
export interface DrawnPicture {
  file: PictureFile
  renditions: Rendition[]
}

/** A picture for a page that nobody keeps: the page has it inside. */
export function inPage({ renditions }: DrawnPicture): string {
  const png = renditions.find(({ size }) => size === 320)?.png ?? new Uint8Array()
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`
}

/**
 * The picture of a badge from elsewhere: the file that it came in, else what it names. Checked and
 * drawn like an issuer's; null where there is none, or none that can be shown.
 */
export async function drawnPicture(
  bytes: Uint8Array,
  { format, badge }: Verdict,
  now: Date,
): Promise<DrawnPicture | null> {
  const baked = format === 'png' || format === 'svg' ? await drawn(fileOf(bytes)) : null
  return baked ?? drawn(await named(badge?.image ?? null, now))
}

function fileOf(bytes: Uint8Array): PictureFile | null {
  const read = readPictureFile(Buffer.from(bytes))
  return read.ok ? read.picture : null
}

async function named(image: string | null, now: Date): Promise<PictureFile | null> {
  if (image === null) return null
  if (/^data:/i.test(image)) {
    const read = readPicture(image)
    return read.ok ? read.picture : null
  }
  const bytes = await fetchPicture(image, now)
  return bytes && fileOf(bytes)
}

async function drawn(file: PictureFile | null): Promise<DrawnPicture | null> {
  if (file === null) return null
  try {
    return { file, renditions: await render(file) }
  } catch (error) {
    // Too many at once is another matter.
    if (error instanceof BadRequest) return null
    throw error
  }
}
