import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { CompactSign } from 'jose'
import { schoolId, withIssuer, type Json } from './credential-issuers.ts'

/** One key pair of each kind that a VC-JWT may be signed with. */
export const jwtKeys = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
}

export type Alg = keyof typeof jwtKeys

export const kid = `${schoolId}/keys/1`

export const jwkOf = (key: KeyObject): Json => ({ ...key.export({ format: 'jwk' }) })

/** The claims that a badge needs, and what else is wanted. */
export function payloadOf(badge: Json, claims: Json = {}): Json {
  const issuer = badge['issuer'] as Json
  const subject = badge['credentialSubject'] as Json
  return {
    iss: issuer['id'],
    sub: subject['id'],
    jti: badge['id'],
    nbf: Date.parse(String(badge['validFrom'])) / 1000,
    ...badge,
    ...claims,
  }
}

interface Signing {
  alg?: Alg
  header?: Json
  claims?: Json
  badge?: Json
  privateKey?: KeyObject
}

/** A VC-JWT, signed by jose. */
export function jwt({ alg = 'RS256', header, claims, badge, privateKey }: Signing = {}) {
  const payload = payloadOf(badge ?? withIssuer(schoolId), claims)
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg, kid, typ: 'JWT', ...header })
    .sign(privateKey ?? jwtKeys[alg].privateKey)
}

/** One that nobody signed rightly: its parts are put together by hand. */
export const forged = (header: Json, payload: Json, signature = '') =>
  [header, payload].map((part) => encoded(JSON.stringify(part))).join('.') + `.${signature}`

export const encoded = (text: string) => Buffer.from(text).toString('base64url')

/** What stands at the school's id, listing a key for JWTs. */
export const jwtController = (publicKeyJwk: Json, changes: Json = {}): Json => ({
  id: schoolId,
  type: ['Profile'],
  verificationMethod: [{ id: kid, type: 'JsonWebKey', controller: schoolId, publicKeyJwk }],
  assertionMethod: [kid],
  ...changes,
})
