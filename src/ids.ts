import { createHash, randomBytes } from 'node:crypto'

/** 128 random bits in 25 small letters and digits: for rows, public links and whatever must not be guessed. */
export function newId(): string {
  return BigInt(`0x${randomBytes(16).toString('hex')}`)
    .toString(36)
    .padStart(25, '0')
}

/** How secrets are kept and found again: the SHA-256 of what its holder shows. */
export function hashed(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
