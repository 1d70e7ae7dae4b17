import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { db } from '#db'
import type { SigningKey } from '#generated/prisma/client'
import { multikeyOf } from '#openbadges/multikey'
import type { PublicKey } from '#openbadges/credential/write-issuer'
import { issuerUrl, keyUrl } from './addresses.ts'

/** Every key that an issuer ever had, as others see it; the newest first. */
export async function publicKeys(issuerId: string): Promise<PublicKey[]> {
  const found = await keysOf(issuerId)
  return found.map((key) => {
    const jwk = jwkOf(key)
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
    const isMultikey = key.type === 'ED25519'
    return {
      id: isMultikey ? verificationMethodOf(issuerId, { publicKey }) : keyUrl(issuerId, key.id),
      multibase: isMultikey ? multikeyOf(publicKey) : null,
      jwk,
      revokedAt: key.compromisedAt,
    }
  })
}

/** The keys that Open Badges 2.0 knows of: of RSA, and nobody else's; the newest first. */
export async function rsaKeyIds(issuerId: string): Promise<string[]> {
  const found = await keysOf(issuerId)
  return found
    .filter(({ type, compromisedAt }) => type === 'RSA' && compromisedAt === null)
    .map(({ id }) => id)
}

/** One key as a JWK and as PEM; null where the issuer has none of this id. */
export async function findPublicKey(issuerId: string, id: string) {
  const key = await db.signingKey.findFirst({ where: { id, issuerId } })
  if (!key) return null
  const jwk = jwkOf(key)
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' })
  return { ...key, jwk, pem: String(pem) }
}

/** The fragment says the key itself, so verifiers that know only this much find it too. */
export const verificationMethodOf = (issuerId: string, { publicKey }: { publicKey: KeyObject }) =>
  `${issuerUrl(issuerId)}#${multikeyOf(publicKey)}`

const keysOf = (issuerId: string) =>
  db.signingKey.findMany({
    where: { issuerId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    omit: { privateKey: true },
  })

/** A bare JWK, as a `kid` has to lead to (OB 3.0 §8.2.3). */
const jwkOf = ({ type, publicJwk }: Pick<SigningKey, 'type' | 'publicJwk'>): JsonWebKey => ({
  ...(publicJwk as JsonWebKey),
  alg: type === 'RSA' ? 'RS256' : 'EdDSA',
  use: 'sig',
})
