import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { key } from './secrets.ts'

const algorithm = 'aes-256-gcm'
const [ivBytes, tagBytes] = [12, 16]

// A secret that has to be read again cannot be kept as a hash. It is encrypted for one purpose and for
// the row that it belongs to: copied into another row it does not open.

export function seal(secret: Uint8Array, purpose: string, row: string): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, key(purpose), iv).setAAD(Buffer.from(row))
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), sealed]))
}

/** Throws when it was changed, or sealed for another purpose, another row or with another APP_SECRET. */
export function open(sealed: Uint8Array, purpose: string, row: string): Buffer {
  const iv = sealed.subarray(0, ivBytes)
  const decipher = createDecipheriv(algorithm, key(purpose), iv)
    .setAAD(Buffer.from(row))
    .setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()])
}
