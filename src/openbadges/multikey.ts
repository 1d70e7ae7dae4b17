import { createPublicKey, type KeyObject } from 'node:crypto'
import { decode, encode } from 'base58-universal'

// Multikey (CID 1.0 §2.2.1): a kind of key in two bytes, then the key, in multibase. The same text is
// the name of a `did:key`.

/** Kinds of keys, each with what makes a SubjectPublicKeyInfo (RFC 5280) out of the bare key. */
const kinds = [
  { prefix: 'ed01', length: 32, info: '302a300506032b6570032100' },
  {
    // The curve's points are compressed: one coordinate and the sign of the other.
    ...{ prefix: '8024', length: 33 },
    info: '3039301306072a8648ce3d020106082a8648ce3d030107032200',
  },
]

/** Longer texts are no key, and base58 takes the square of the length in time. */
const longest = 128

/** Ed25519 and P-256 keys; null for anything else. */
export function keyOfMultikey(multikey: string): KeyObject | null {
  const bytes = multibase(multikey)
  if (!bytes) return null
  const hex = bytes.toString('hex', 0, 2)
  const kind = kinds.find(({ prefix, length }) => prefix === hex && bytes.length === length + 2)
  if (!kind) return null
  try {
    const key = Buffer.concat([Buffer.from(kind.info, 'hex'), bytes.subarray(2)])
    return createPublicKey({ key, format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

/** `publicKeyMultibase` of an Ed25519 key. */
export function multikeyOf(publicKey: KeyObject): string {
  const { x } = publicKey.export({ format: 'jwk' })
  return inBase58(Buffer.concat([Buffer.from([0xed, 0x01]), Buffer.from(x ?? '', 'base64url')]))
}

/** The key that a `did:key`, or a fragment of one, names by itself. */
export const multikeyOfDid = (did: string): string | null =>
  /^did:key:(z[1-9A-HJ-NP-Za-km-z]+)$/.exec(did)?.[1] ?? null

/** `z` of multibase: Bitcoin's base58. */
export const inBase58 = (bytes: Uint8Array) => `z${encode(bytes)}`

/** What multibase `z` (base58) or `u` (base64url) says, up to the length of a key or a signature. */
export function multibase(text: string): Buffer | null {
  if (text.length > longest) return null
  if (base58.test(text)) return Buffer.from(decode(text.slice(1)))
  return base64url.test(text) ? Buffer.from(text.slice(1), 'base64url') : null
}

const base58 = /^z[1-9A-HJ-NP-Za-km-z]+$/
const base64url = /^u[\w-]+$/
