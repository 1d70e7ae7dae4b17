import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { key } from '#secrets'

const algorithm = 'aes-256-gcm'
const [ivBytes, tagBytes] = [12, 16]

// The secret of an app has to be read again at each login, so it cannot be kept as a hash. It is
// encrypted for its account: copied into another account's row it does not open.

export function seal(secret: Uint8Array, accountId: string): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, key('two-step'), iv).setAAD(Buffer.from(accountId))
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), sealed]))
}

/** Throws when it was changed, or sealed for another account or with another APP_SECRET. */
export function open(sealed: Uint8Array, accountId: string): Buffer {
  const iv = sealed.subarray(0, ivBytes)
  const decipher = createDecipheriv(algorithm, key('two-step'), iv)
    .setAAD(Buffer.from(accountId))
    .setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()])
}
