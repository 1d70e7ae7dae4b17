import { isObject, listOf, type Json } from '#openbadges/json'
import type { ReceivedBadge } from '#openbadges/received-badge'

/** A credential, out of what it came in. */
export interface Envelope {
  credential: Json
  /** The compact JWS and what its payload claims; null where the proof is in the credential. */
  jwt: { compact: string; claims: Json } | null
}

export function open({ jws, document }: Pick<ReceivedBadge, 'jws' | 'document'>): Envelope | null {
  if (!isObject(document)) return null
  if (jws === null) return { credential: document, jwt: null }
  const jwt = { compact: jws, claims: document }
  return { credential: withEnd(credentialIn(document), document), jwt }
}

/** VCDM 2.0 has the credential itself as payload, VCDM 1.1 §6.3.1 has it in a claim. */
function credentialIn(claims: Json): Json {
  const inner = claims['vc']
  return isObject(inner) ? completed(inner, claims) : claims
}

/** VCDM 1.1 §6.3.1: what the claims say need not be said again. */
function completed(credential: Json, { iss, jti, nbf, sub }: Json): Json {
  const subject = credential['credentialSubject']
  return {
    ...(iss !== undefined && { issuer: iss }),
    ...(jti !== undefined && { id: jti }),
    ...(instant(nbf) && credential['validFrom'] === undefined && { issuanceDate: instant(nbf) }),
    ...credential,
    ...(sub !== undefined && isObject(subject) && { credentialSubject: { id: sub, ...subject } }),
  }
}

/** OB 3.0 §8.2.6: `exp` is to be used as `validUntil`. */
function withEnd(credential: Json, { exp }: Json): Json {
  const hasEnd =
    credential['validUntil'] !== undefined || credential['expirationDate'] !== undefined
  return hasEnd || !instant(exp) ? credential : { ...credential, validUntil: instant(exp) }
}

function instant(seconds: unknown): string | null {
  const date = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN)
  return Number.isNaN(+date) ? null : date.toISOString()
}

/** `issuer` is an id, or an object that has one. */
export function issuerOf({ issuer }: Json): string | null {
  const id = isObject(issuer) ? issuer['id'] : issuer
  return typeof id === 'string' ? id : null
}

/** There is one, in Open Badges; others may have several. */
export const subjectOf = (credential: Json): Json | null =>
  listOf(credential['credentialSubject']).find(isObject) ?? null
