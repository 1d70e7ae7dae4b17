import { crc32 } from 'node:zlib'
import sharp from 'sharp'

export const ns = 'xmlns="http://www.w3.org/2000/svg"'
export const ob2 = 'http://openbadges.org'
export const ob3 = 'https://purl.imsglobal.org/ob/v3p0'

export const drawn = await sharp({
  create: { width: 12, height: 9, channels: 4, background: '#0b5cad80' },
})
  .png()
  .toBuffer()

export function chunk(type: string, data: Buffer | string): Buffer {
  const typeAndData = Buffer.concat([Buffer.from(type), Buffer.from(data)])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(typeAndData.length - 4)
  check.writeUInt32BE(crc32(typeAndData))
  return Buffer.concat([length, typeAndData, check])
}

/** The picture with these chunks right before IEND. */
export const withChunks = (...chunks: Buffer[]) =>
  Buffer.concat([drawn.subarray(0, -12), ...chunks, drawn.subarray(-12)])
