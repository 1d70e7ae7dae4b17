import { crc32 } from 'node:zlib'

// A PNG is a signature and chunks (ISO/IEC 15948): length, type, data, CRC-32 over type and data.

export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Under which keywords badges are baked (Open Badges 2.0 "Baking", OB 3.0 §5.3.1, CLR 2.0). */
export const keywords = {
  assertion: 'openbadges',
  credential: 'openbadgecredential',
  record: 'clrcredential',
} as const

export interface Chunks {
  /** Each whole chunk up to IEND, with its length, type and CRC, whether that is right or not. */
  chunks: Buffer[]
  /** The file goes on to IEND, and every CRC is right. */
  isWhole: boolean
}

/** What begins with the signature. */
export function chunksOf(png: Buffer): Chunks {
  const chunks: Buffer[] = []
  for (let at = pngSignature.length; at + 12 <= png.length;) {
    const chunk = png.subarray(at, at + 12 + png.readUInt32BE(at))
    if (chunk.length !== 12 + chunk.readUInt32BE(0)) break
    chunks.push(chunk)
    if (typeOf(chunk) === 'IEND') return { chunks, isWhole: chunks.every(isIntact) }
    at += chunk.length
  }
  return { chunks, isWhole: false }
}

export const isPng = (bytes: Uint8Array) =>
  pngSignature.equals(bytes.subarray(0, pngSignature.length))

export const isIntact = (chunk: Buffer) =>
  chunk.readUInt32BE(chunk.length - 4) === crc32(chunk.subarray(4, -4))

export const typeOf = (chunk: Buffer) => chunk.toString('latin1', 4, 8)

export const dataOf = (chunk: Buffer) => chunk.subarray(8, -4)

/** The keyword of a chunk that holds text; null of any other. */
export function keywordOf(chunk: Buffer): string | null {
  if (!['tEXt', 'zTXt', 'iTXt'].includes(typeOf(chunk))) return null
  const data = dataOf(chunk)
  return data.toString('latin1', 0, data.indexOf(0))
}

/** Keyword, then: not compressed (two bytes), no language tag, no translated keyword, the text. */
export function textChunk(keyword: string, text: string): Buffer {
  const data = Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text)])
  const typeAndData = Buffer.concat([Buffer.from('iTXt', 'latin1'), data])
  return Buffer.concat([bigEndian(data.length), typeAndData, bigEndian(crc32(typeAndData))])
}

function bigEndian(number: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(number)
  return bytes
}
