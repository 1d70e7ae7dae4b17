import { dataAnswer, type Answer } from '#answer'
import { db } from '#db'
import { NotFound } from '#errors'
import type { SignedForm } from '#generated/prisma/client'
import {
  writeCryptographicKey,
  writeProfile,
  writeRevocationList,
} from '#openbadges/assertion/write-assertion'
import { writeController, writeRevocations } from '#openbadges/credential/write-issuer'
import { numberUrn } from '#sharing/credential-ids'
import { issuerUrl, keyUrl, revocationsUrl } from './addresses.ts'
import { findPublicKey, publicKeys, rsaKeyIds } from './public-keys.ts'

// What stands at the addresses that an issuer's badges name. Only issuers of this site have them.

/** An issuer of this site; those of badges from elsewhere speak for themselves, elsewhere. */
export async function findOwnIssuer(id: string) {
  const found = await db.issuer.findUnique({ where: { id } })
  if (!found || found.foreignId !== null) throw new NotFound()
  return found
}

/** Its 3.0 profile, which names its keys. */
export async function openController(id: string): Promise<Answer> {
  const issuer = await findOwnIssuer(id)
  return dataAnswer(writeController(issuer, issuerUrl(id), await publicKeys(id)))
}

/** Its 2.0 profile. */
export async function openProfile(id: string): Promise<Answer> {
  const issuer = await findOwnIssuer(id)
  const keyIds = await rsaKeyIds(id)
  const signing = {
    publicKeys: keyIds.map((keyId) => `${keyUrl(id, keyId)}.json`),
    revocationList: `${revocationsUrl(id)}.json`,
  }
  return dataAnswer(writeProfile(issuer, profileUrl(id), signing))
}

const profileUrl = (id: string) => `${issuerUrl(id)}.json`

/** A key as a bare JWK: what the `kid` of a JWT leads to. 410 for one that somebody else may have. */
export async function openJwk(issuerId: string, keyId: string): Promise<Answer> {
  const key = await findPublicKey(issuerId, keyId)
  if (!key) throw new NotFound()
  if (key.compromisedAt) return givenUp
  return dataAnswer({ ...key.jwk, kid: keyUrl(issuerId, keyId) })
}

/** The same as a CryptographicKey of 2.0. */
export async function openCryptographicKey(issuerId: string, keyId: string): Promise<Answer> {
  const key = await findPublicKey(issuerId, keyId)
  if (key?.type !== 'RSA') throw new NotFound()
  if (key.compromisedAt) return givenUp
  const id = `${keyUrl(issuerId, keyId)}.json`
  return dataAnswer(writeCryptographicKey(id, profileUrl(issuerId), key.pem))
}

const givenUp = dataAnswer({ revoked: true }, 410)

/** Which of its VC-JWTs do not count any more. */
export async function openRevocations(issuerId: string): Promise<Answer> {
  await findOwnIssuer(issuerId)
  const revoked = await revokedOf(issuerId, 'JWT')
  return dataAnswer(writeRevocations(revocationsUrl(issuerId), issuerUrl(issuerId), revoked))
}

/** Which of its signed 2.0 assertions do not count any more. */
export async function openRevocationList(issuerId: string): Promise<Answer> {
  await findOwnIssuer(issuerId)
  const revoked = await revokedOf(issuerId, 'ASSERTION')
  const id = `${revocationsUrl(issuerId)}.json`
  return dataAnswer(writeRevocationList(id, profileUrl(issuerId), revoked))
}

/**
 * Those that somebody has in this form. Without the reason: the badge's own page says it to those who
 * have its link, and these lists are everybody's.
 */
async function revokedOf(issuerId: string, form: SignedForm): Promise<string[]> {
  const found = await db.assertion.findMany({
    where: { issuerId, revokedAt: { not: null }, signed: { some: { form } } },
    select: { id: true },
    orderBy: { revokedAt: 'asc' },
  })
  return found.map(({ id }) => numberUrn(id))
}
