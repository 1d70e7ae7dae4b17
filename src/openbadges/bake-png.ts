import { crc32 } from 'node:zlib'

// A PNG is a signature and chunks (ISO/IEC 15948): length, type, data, CRC-32 over type and data.

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Under which keyword Open Badges 2.0 is baked. */
const keyword = 'openbadges'

/** What any version bakes a badge under: a picture that goes out for one person loses them all. */
const bakedKeywords = [keyword, 'openbadgecredential']

/**
 * Writes an assertion into a PNG (Open Badges 2.0, "Baking"): one uncompressed iTXt chunk behind the
 * header, in the place of any that was there. All other bytes stay as they are. Null when this is
 * no whole PNG.
 */
export function bakePng(png: Buffer, assertion: string): Buffer | null {
  const chunks = chunksOf(png)
  const header = chunks?.[0]
  if (!chunks || !header || typeOf(header) !== 'IHDR') return null
  const others = chunks.slice(1).filter((chunk) => !isBaked(chunk))
  const behind = png.subarray(signature.length + lengthOf(chunks))
  return Buffer.concat([signature, header, textChunk(assertion), ...others, behind])
}

/** The chunks up to IEND, each with its length, type and CRC; null when one is cut off or damaged. */
function chunksOf(png: Buffer): Buffer[] | null {
  if (!png.subarray(0, signature.length).equals(signature)) return null
  const chunks: Buffer[] = []
  for (let at = signature.length; at + 12 <= png.length;) {
    const chunk = png.subarray(at, at + 12 + png.readUInt32BE(at))
    if (!isWhole(chunk)) return null
    chunks.push(chunk)
    if (typeOf(chunk) === 'IEND') return chunks
    at += chunk.length
  }
  return null
}

const isWhole = (chunk: Buffer) =>
  chunk.length === 12 + chunk.readUInt32BE(0) &&
  chunk.readUInt32BE(chunk.length - 4) === crc32(chunk.subarray(4, -4))

const typeOf = (chunk: Buffer) => chunk.toString('latin1', 4, 8)

const lengthOf = (chunks: Buffer[]) => chunks.reduce((sum, { length }) => sum + length, 0)

/** Earlier versions used tEXt, and not everybody keeps to the rule against compression. */
function isBaked(chunk: Buffer): boolean {
  if (!['tEXt', 'zTXt', 'iTXt'].includes(typeOf(chunk))) return false
  const data = chunk.subarray(8, -4)
  return bakedKeywords.includes(data.toString('latin1', 0, data.indexOf(0)))
}

/** Keyword, then: not compressed (two bytes), no language tag, no translated keyword, the text. */
function textChunk(text: string): Buffer {
  const data = Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const typeAndData = Buffer.concat([Buffer.from('iTXt', 'latin1'), data])
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(typeAndData))
  return Buffer.concat([length, typeAndData, check])
}
