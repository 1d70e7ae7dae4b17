import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { db } from '#db'
import type { SigningKey } from '#generated/prisma/client'
import { multikeyOf } from '#openbadges/multikey'
import type { PublicKey } from '#openbadges/credential/write-issuer'
import { issuerUrl, keyUrl } from './addresses.ts'

/** Every key that an issuer ever had, as others see it; the newest first. */
export async function publicKeys(issuerId: string): Promise<PublicKey[]> {
  const found = await keysOf(issuerId)
  return found.map((key) => ({
    id: nameOf(key),
    multibase: key.type === 'ED25519' ? multikeyOf(keyObject(key)) : null,
    jwk: jwkOf(key),
    revokedAt: key.compromisedAt,
  }))
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
  const key = await db.signingKey.findFirst({
    where: { id, issuerId },
    omit: { privateKey: true },
  })
  if (!key) return null
  const pem = keyObject(key).export({ format: 'pem', type: 'spki' })
  return { type: key.type, compromisedAt: key.compromisedAt, jwk: jwkOf(key), pem: String(pem) }
}

/** A key's id, from any of the names that it goes by; null for what is no key of this issuer. */
export async function keyIdOf(issuerId: string, name: string): Promise<string | null> {
  const found = await keysOf(issuerId)
  const key = found.find((one) => [one.id, keyUrl(issuerId, one.id), nameOf(one)].includes(name))
  return key?.id ?? null
}

/** The fragment says the key itself, so verifiers that know only this much find it too. */
export const verificationMethodOf = (issuerId: string, { publicKey }: { publicKey: KeyObject }) =>
  `${issuerUrl(issuerId)}#${multikeyOf(publicKey)}`

/** What badges call a key: `verificationMethod` of a proof, or `kid` of a JWT. */
const nameOf = (key: Shown) =>
  key.type === 'ED25519'
    ? verificationMethodOf(key.issuerId, { publicKey: keyObject(key) })
    : keyUrl(key.issuerId, key.id)

type Shown = Omit<SigningKey, 'privateKey'>

const keysOf = (issuerId: string): Promise<Shown[]> =>
  db.signingKey.findMany({
    where: { issuerId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    omit: { privateKey: true },
  })

const keyObject = (key: Shown) => createPublicKey({ key: jwkOf(key), format: 'jwk' })

/** A bare JWK, as a `kid` has to lead to (OB 3.0 §8.2.3). */
const jwkOf = ({ type, publicJwk }: Shown): JsonWebKey => ({
  ...(publicJwk as JsonWebKey),
  alg: type === 'RSA' ? 'RS256' : 'EdDSA',
  use: 'sig',
})
