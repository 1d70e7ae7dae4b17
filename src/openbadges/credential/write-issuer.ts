import type { JsonWebKey } from 'node:crypto'
import type { Achievement, Issuer } from '#openbadges/award'
import {
  credentialContexts,
  instant,
  writeAchievement,
  writeIssuer,
  type AchievementAddresses,
} from './write-credential.ts'

/** A key of an issuer as others see it. */
export interface PublicKey {
  /** The whole `verificationMethod`, or `kid` of a JWT. */
  id: string
  /** `publicKeyMultibase` of an Ed25519 key; other keys go by their JWK alone. */
  multibase: string | null
  jwk: JsonWebKey
  /** From when on nothing that it signs counts any more. */
  revokedAt: Date | null
}

/** In this order the pieces go together; the first lets JSON-LD verifiers take it as it stands. */
const controllerContexts = [
  'https://www.w3.org/ns/did/v1',
  'https://w3id.org/security/multikey/v1',
  'https://w3id.org/security/jwk/v1',
  credentialContexts[1],
]

/**
 * What stands at an issuer's `id`: its Profile (OB 3.0 App. B), which is also the controlled
 * identifier document of its keys. A key that somebody else may have keeps its place, with the time
 * of its end, but is no assertion method any more (CID 1.0 §2.2, §2.3).
 */
export function writeController(issuer: Issuer, id: string, keys: PublicKey[]) {
  return {
    '@context': controllerContexts,
    ...writeIssuer(issuer, id),
    verificationMethod: keys.map((key) => verificationMethod(key, id)),
    assertionMethod: keys.filter(({ revokedAt }) => revokedAt === null).map((key) => key.id),
  }
}

function verificationMethod({ id, multibase, jwk, revokedAt }: PublicKey, controller: string) {
  const revoked = revokedAt && { revoked: instant(revokedAt) }
  if (multibase === null)
    return { id, type: 'JsonWebKey', controller, publicKeyJwk: jwk, ...revoked }
  return { id, type: 'Multikey', controller, publicKeyMultibase: multibase, ...revoked }
}

/** What stands at an achievement's `id`. */
export const writeAchievementDocument = (achievement: Achievement, at: AchievementAddresses) => ({
  '@context': credentialContexts,
  ...writeAchievement(achievement, at),
})

/** 1EdTech VCRL 1.0. The plural is what its text says, the singular what the validator reads. */
export function writeRevocations(id: string, issuer: string, revokedIds: string[]) {
  const list = revokedIds.map((revoked) => ({ id: revoked, revoked: true }))
  return { id, issuer, revokedCredential: list, revokedCredentials: list }
}
