import type { FullBadge } from '#badges/facts'
import { db } from '#db'
import { isJson } from '#openbadges/badges-to-bake'
import { unbakePng } from '#openbadges/unbake-png'
import { unbakeSvg } from '#openbadges/unbake-svg'

/** Its issuer is not one of this site, so it is not ours to write or to sign. */
export const isFromElsewhere = ({ issuer }: FullBadge): boolean => issuer.foreignId !== null

/** The bytes in which a badge from elsewhere came, and their media type. */
export interface ReceivedFile {
  mediaType: string
  bytes: Buffer
}

export async function findReceived(assertionId: string): Promise<ReceivedFile | null> {
  const found = await db.import.findUnique({ where: { assertionId } })
  return found && { mediaType: found.mediaType, bytes: Buffer.from(found.bytes) }
}

const names: Record<string, string> = {
  'image/png': 'baked.png',
  'image/svg+xml': 'baked.svg',
  'application/json': 'badge.json',
  'application/jwt': 'badge.jwt',
}

/** What such a file is called beside others. */
export const nameOfFile = ({ mediaType }: ReceivedFile): string => names[mediaType] ?? 'badge.txt'

/**
 * A badge from elsewhere in this form: the file as it came, or the text that a picture holds. Null
 * when it did not come so. Nothing is written anew: a signature covers the bytes.
 */
export function receivedForm(
  file: ReceivedFile,
  form: 'json' | 'jwt' | 'assertion' | 'png' | 'svg',
): Buffer | null {
  if (file.mediaType === mediaTypes[form]) return file.bytes
  const text = textsIn(file).find((one) => (form === 'json' ? isJson(one) : isJws(one)))
  return text === undefined || (form !== 'json' && form !== 'jwt') ? null : Buffer.from(text)
}

const mediaTypes: Record<string, string> = {
  ...{ json: 'application/json', jwt: 'application/jwt' },
  ...{ png: 'image/png', svg: 'image/svg+xml' },
}

const isJws = (text: string) => /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(text.trim())

function textsIn({ mediaType, bytes }: ReceivedFile): string[] {
  const read = mediaType === 'image/png' ? unbakePng(bytes) : unbakeSvg(bytes)
  return read?.badges.map(({ text }) => text) ?? []
}
