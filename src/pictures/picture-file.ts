import { crc32 } from 'node:zlib'
import { svgProblem } from './svg.ts'

/** A picture that was found harmless. */
export interface PictureFile {
  mediaType: 'image/png' | 'image/svg+xml'
  bytes: Buffer
}

export const mostBytes = 2 * 1024 * 1024
const mostPixels = 4096
const mostChunks = 1000
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const dataUrl = /^data:(image\/(?:png|svg\+xml))(?:;charset=utf-8)?(;base64)?,/i

type Read = { ok: true; picture: PictureFile } | { ok: false; problem: string }

const tooLarge = 'is larger than 2 MiB'

const refuse = (problem: string): Read => ({ ok: false, problem })

/**
 * A PNG or SVG from a data URL (RFC 2397). What it is, is told by its content; nothing is decoded
 * before its header says how large it is.
 */
export function readPicture(url: string): Read {
  const head = dataUrl.exec(url.slice(0, 100))
  if (!head) return refuse('must be a data URL of a PNG or SVG, like data:image/png;base64,…')
  const [start, declared = '', inBase64] = head
  const body = url.slice(start.length)
  if (body.length > mostBytes * 1.4) return refuse(tooLarge)
  const bytes = inBase64 ? fromBase64(body) : fromPercent(body)
  if (!bytes || bytes.length === 0) return refuse('is not a complete data URL')
  if (bytes.length > mostBytes) return refuse(tooLarge)
  return readBytes(bytes, declared.toLowerCase())
}

function readBytes(bytes: Buffer, declared: string): Read {
  if (kindOf(bytes) !== declared)
    return refuse('is not what its data URL says: its content is of another kind')
  return readPictureFile(bytes)
}

/** A PNG or SVG from its bytes alone. */
export function readPictureFile(bytes: Buffer): Read {
  if (bytes.length > mostBytes) return refuse(tooLarge)
  const mediaType = kindOf(bytes)
  const problem = mediaType === 'image/png' ? pngProblem(bytes) : svgProblem(bytes)
  return problem ? refuse(problem) : { ok: true, picture: { mediaType, bytes } }
}

const kindOf = (bytes: Buffer) =>
  bytes.subarray(0, 8).equals(pngSignature) ? 'image/png' : 'image/svg+xml'

function fromBase64(body: string): Buffer | null {
  if (!/^[\w+/-]*={0,2}$/.test(body)) return null
  return Buffer.from(body, 'base64')
}

function fromPercent(body: string): Buffer | null {
  try {
    return Buffer.from(decodeURIComponent(body))
  } catch {
    return null
  }
}

/** PNG (ISO/IEC 15948): its size from IHDR before anything else, then that all chunks are whole. */
export function pngProblem(png: Buffer): string | null {
  if (png.length < 33 || png.toString('latin1', 12, 16) !== 'IHDR') return 'is not a complete PNG'
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  if (width === 0 || height === 0) return 'is a PNG without any pixels'
  if (Math.max(width, height) > mostPixels) {
    return `is ${width} × ${height} pixels; at most ${mostPixels} × ${mostPixels} are taken`
  }
  return chunkProblem(png)
}

/** Each chunk is its length, type, data and a CRC-32 over type and data; the last is IEND. */
function chunkProblem(png: Buffer): string | null {
  let at = pngSignature.length
  for (let count = 0; count < mostChunks; count += 1) {
    const end = at + 12 + (at + 12 <= png.length ? png.readUInt32BE(at) : Infinity)
    if (end > png.length) return 'is a PNG that was cut off'
    if (png.readUInt32BE(end - 4) !== crc32(png.subarray(at + 4, end - 4)))
      return 'is a damaged PNG'
    if (png.toString('latin1', at + 4, at + 8) === 'IEND') return null
    at = end
  }
  return `has more than ${mostChunks} parts`
}
