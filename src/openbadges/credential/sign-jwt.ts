import type { KeyObject } from 'node:crypto'
import { CompactSign } from 'jose'
import type { Credential } from './write-credential.ts'

/** The private half of an RSA key, and the address at which its public half stands as one JWK. */
export interface RsaSigner {
  kid: string
  privateKey: KeyObject
}

/** A VC-JWT: the credential with the claims that repeat it (OB 3.0 §8.2.3 and §8.2.4). */
export function signJwt(credential: Credential, { kid, privateKey }: RsaSigner): Promise<string> {
  const { id, issuer, credentialSubject, validFrom, validUntil } = credential
  const claims = {
    iss: issuer.id,
    jti: id,
    nbf: seconds(validFrom),
    sub: credentialSubject.id,
    ...(validUntil && { exp: seconds(validUntil) }),
  }
  return new CompactSign(Buffer.from(JSON.stringify({ ...claims, ...credential })))
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .sign(privateKey)
}

const seconds = (instant: string) => Date.parse(instant) / 1000
