import { gzipSync } from 'node:zlib'
import { credentialContexts, instant } from './write-credential.ts'

/** Bitstring Status List 1.0 §6.1: at least so many, so that one entry says nothing of whose it is. */
export const statusListLength = 131_072

interface StatusList {
  /** Where it stands. */
  id: string
  issuer: string
  validFrom: Date
  /** The entries whose bit is set. */
  revoked: number[]
}

/** A BitstringStatusListCredential, still without its proof. */
export const writeStatusList = ({ id, issuer, validFrom, revoked }: StatusList) => ({
  '@context': credentialContexts.slice(0, 1),
  id,
  type: ['VerifiableCredential', 'BitstringStatusListCredential'],
  issuer,
  validFrom: instant(validFrom),
  credentialSubject: {
    id: `${id}#list`,
    type: 'BitstringStatusList',
    statusPurpose: 'revocation',
    encodedList: encoded(revoked),
  },
})

/** Multibase `u`: base64url of the packed bits, of which the first is the most significant. */
function encoded(revoked: number[]): string {
  const bits = Buffer.alloc(statusListLength / 8)
  for (const index of revoked) {
    const byte = index >> 3
    bits[byte] = (bits[byte] ?? 0) | (0x80 >> (index & 7))
  }
  return `u${gzipSync(bits).toString('base64url')}`
}
