import { isPng } from '#openbadges/png-chunks'
import { idOf } from '#openbadges/json'
import { isDataUri, isUrl } from './values.ts'

// Open Badges 2.0, "Image": PNG or SVG, by address or, where that is allowed, in the document itself.

/** Of an assertion: it has the badge in it, so it cannot be in the badge. */
export const isPictureLink = (value: unknown): boolean => isUrl(idOf(value))

export function isPictureOrLink(value: unknown): boolean {
  const id = idOf(value)
  return isUrl(id) || (isDataUri(id) && isPicture(bytesOf(id)))
}

/** By content: what an ending or a media type says is not asked. */
export const isPicture = (bytes: Uint8Array): boolean =>
  isPng(bytes) || /<([\w.-]+:)?svg[\s/>]/.test(Buffer.from(bytes.subarray(0, 4096)).toString())

function bytesOf(dataUri: string): Buffer {
  const comma = dataUri.indexOf(',')
  const data = dataUri.slice(comma + 1)
  if (/;base64$/i.test(dataUri.slice(0, comma))) return Buffer.from(data, 'base64')
  try {
    return Buffer.from(decodeURIComponent(data))
  } catch {
    return Buffer.alloc(0)
  }
}
