import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { isObject, type Json } from '#openbadges/json'
import { keyOfMultikey } from '#openbadges/multikey'

/** Keys that were read already, by what is written of them; making a key costs what a check costs. */
const read = new Map<string, KeyObject | null>()
const mostRead = 500

const remembered = (written: string, make: () => KeyObject | null): KeyObject | null => {
  const known = read.get(written)
  if (known !== undefined) return known
  const key = make()
  if (read.size >= mostRead) read.clear()
  read.set(written, key)
  return key
}

/** What a verification method says its key is (CID 1.0 §2.2), in any of the forms in use. */
export function keyOfMethod(method: Json): KeyObject | null {
  const { publicKeyMultibase, publicKeyJwk } = method
  if (typeof publicKeyMultibase === 'string') return keyOfMultibase(publicKeyMultibase)
  return isObject(publicKeyJwk) ? keyOfJwk(publicKeyJwk) : null
}

export const keyOfMultibase = (multibase: string): KeyObject | null =>
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
export function keyOfJwk(jwk: Json): KeyObject | null {
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
