import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { isObject, type Json } from '#openbadges/json'
import { keyOfMultikey } from '#openbadges/multikey'

export type Algorithm = 'RS256' | 'ES256' | 'EdDSA'

/** A key, with what asking it costs too much to be asked each time. */
export interface PublicKey {
  key: KeyObject
  /** The one that we let it be used with; null for a key too short to be relied on. */
  algorithm: Algorithm | null
  /** The same for the same key, however it came. */
  thumbprint: string
}

/** Keys that were read already, by what is written of them; making a key costs what a check costs. */
const read = new Map<string, PublicKey | null>()
const mostRead = 500

function remembered(written: string, make: () => KeyObject | null): PublicKey | null {
  const known = read.get(written)
  if (known !== undefined) return known
  const key = make()
  const described = key && describe(key)
  if (read.size >= mostRead) read.clear()
  read.set(written, described)
  return described
}

function describe(key: KeyObject): PublicKey {
  const jwk = key.export({ format: 'jwk' })
  const members = publicMembers[jwk.kty ?? ''] ?? []
  const thumbprint = members.map((name) => String(jwk[name])).join(' ')
  return { key, algorithm: algorithmFor(key), thumbprint }
}

function algorithmFor({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Algorithm | null {
  if (asymmetricKeyType === 'ed25519') return 'EdDSA'
  if (asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256'
  // RFC 7518 §3.3: at least so many bits.
  return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
    ? 'RS256'
    : null
}

/** What a verification method says its key is (CID 1.0 §2.2), in any of the forms in use. */
export function keyOfMethod(method: Json): PublicKey | null {
  const { publicKeyMultibase, publicKeyJwk } = method
  if (typeof publicKeyMultibase === 'string') return keyOfMultibase(publicKeyMultibase)
  return isObject(publicKeyJwk) ? keyOfJwk(publicKeyJwk) : null
}

export const keyOfMultibase = (multibase: string): PublicKey | null =>
  remembered(multibase, () => keyOfMultikey(multibase))

/** The public members of the kinds of keys that we take, in the order of RFC 7638. */
const publicMembers: Record<string, string[]> = {
  RSA: ['e', 'kty', 'n'],
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
}

/** Longer than an RSA key of 8192 bits. */
const longestMember = 1_500

/**
 * A JWK that is public, of a kind that we take, and meant for signatures if it says what for
 * (RFC 7517 §4). One that gives its private half away proves nothing.
 */
export function keyOfJwk(jwk: Json): PublicKey | null {
  const members = publicMembers[typeof jwk['kty'] === 'string' ? jwk['kty'] : '']
  if (!members || 'd' in jwk || (jwk['use'] !== undefined && jwk['use'] !== 'sig')) return null
  const values = members.map((name) => jwk[name])
  if (!values.every((value) => typeof value === 'string' && value.length <= longestMember))
    return null
  const key = Object.fromEntries(members.map((name, at) => [name, values[at]])) as JsonWebKey
  return remembered(values.join(' '), () => imported(key))
}

function imported(key: JsonWebKey): KeyObject | null {
  try {
    return createPublicKey({ key, format: 'jwk' })
  } catch {
    return null
  }
}
