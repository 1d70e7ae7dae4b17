import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'

// Run by render.ts as a process of its own: a picture on standard input, PNGs on standard output.
const sizes = [160, 320, 640]
const mostPixels = 4096 * 4096

sharp.cache(false)
sharp.concurrency(1)

const picture = await buffer(process.stdin)
const {
  format,
  width = 1,
  height = 1,
} = await sharp(picture, { limitInputPixels: mostPixels }).metadata()

for (const size of sizes) {
  // A drawing is drawn at the size that is needed; pixels are only scaled.
  const density =
    format === 'svg' ? Math.min(2400, Math.max(1, (72 * size) / Math.max(width, height))) : 72
  const png = await sharp(picture, { limitInputPixels: mostPixels, density })
    .resize(size, size, { fit: 'contain', background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .png({ palette: true, quality: 90, compressionLevel: 9 })
    .toBuffer()
  const length = Buffer.alloc(4)
  length.writeUInt32BE(png.length)
  process.stdout.write(Buffer.concat([length, png]))
}
