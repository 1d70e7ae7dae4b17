import { generateKeyPairSync } from 'node:crypto'
import { verifyCredential as verifiedByCore } from '@digitalcredentials/verifier-core'
import { compactVerify, importSPKI } from 'jose'
import { expect, test } from 'vitest'
import { db } from '#db'
import { revoke } from '#issuing/award'
import { signCredential } from '#openbadges/credential/sign-credential'
import { writeCredential } from '#openbadges/credential/write-credential'
import { multikeyOf } from '#openbadges/multikey'
import { addresses, entry, fullAward } from '../openbadges/any-award.ts'
import { clock, site, startApp } from '../support/app.ts'
import { published } from '../support/published.ts'
import { fetchJson, verifiedByDigitalBazaar, verifiedByJose } from './verifiers.ts'

startApp()

const award = {
  ...{ issuedOn: '2026-03-04', expiresOn: '2099-03-04', language: 'en' },
  evidence: [
    { url: 'https://e.test/?a={b}', name: 'Map “ß” 😀', narrative: 'Line one\nline "two"\\' },
    { narrative: 'Said a poem.' },
    { narrative: 'Said a poem.' },
  ],
}

const textAt = async (url: string) => (await fetch(site + url)).text()

test('@digitalbazaar/vc verifies what is published: signature, key, controller and status', async () => {
  const { url, id } = await published('PUBLIC', {}, award)
  const credential: unknown = JSON.parse(await textAt(`${url}.json`))
  expect(await verifiedByDigitalBazaar(credential)).toMatchObject({ verified: true })
  const { issuerId } = await db.assertion.findUniqueOrThrow({ where: { id } })
  await revoke({ id: issuerId, name: '' }, id, null, clock.now())
  const { verified, statusResult } = await verifiedByDigitalBazaar(credential)
  expect([verified, statusResult?.verified]).toEqual([false, false])
  // The list itself was read, and its signature held.
  expect(statusResult).not.toHaveProperty('error')
})

test('@digitalbazaar/vc says of an expired badge that it is expired', async () => {
  const { url } = await published('PUBLIC', {}, award)
  const credential: unknown = JSON.parse(await textAt(`${url}.json`))
  const later = await verifiedByDigitalBazaar(credential, new Date('2100-01-01'))
  expect([later.verified, String(later.error)]).toEqual([
    false,
    expect.stringContaining('is after "validUntil"'),
  ])
})

test('another issuer’s key proves nothing, whatever the proof says of it', async () => {
  const [mine, other] = [await published(), await published()]
  const [first, second] = [await textAt(`${mine.url}.json`), await textAt(`${other.url}.json`)]
  const [one, two] = [first, second].map((text) => JSON.parse(text) as { proof: object[] })
  const swapped = { ...one, proof: two?.proof }
  expect(await verifiedByDigitalBazaar(swapped)).toMatchObject({ verified: false })
})

test('verifier-core verifies what the library signs, for an issuer that is its own key', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const multikey = multikeyOf(publicKey)
  const issuer = `did:key:${multikey}`
  // It would fetch a list; what is on trial here is the signature.
  const members = Object.entries(writeCredential(fullAward, { ...addresses, issuer }, entry))
  const document = Object.fromEntries(members.filter(([name]) => name !== 'credentialStatus')) as {
    '@context': string[]
  }
  const signer = { verificationMethod: `${issuer}#${multikey}`, privateKey }
  const credential = await signCredential(document, signer, clock.now())
  const signatureOf = async (given: object) => {
    const { log, errors } = await verifiedByCore({
      credential: given as never,
      knownDIDRegistries: [],
    })
    const step = log?.find(({ id }) => id === 'valid_signature')
    return step?.valid ?? errors?.map(({ name }) => name)
  }
  expect(await signatureOf(credential)).toBe(true)
  expect(await signatureOf({ ...credential, name: 'Brain surgery' })).toEqual(['invalid_signature'])
})

test('jose verifies the VC-JWT with the key at its kid, and its claims repeat the credential', async () => {
  const { url } = await published('PUBLIC', {}, award)
  const { protectedHeader, claims } = await verifiedByJose(await textAt(`${url}.jwt`))
  expect(Object.keys(protectedHeader).sort()).toEqual(['alg', 'kid', 'typ'])
  expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'JWT' })
  expect(claims).toMatchObject({
    iss: claims.issuer.id,
    sub: claims.credentialSubject.id,
    jti: claims.id,
    nbf: Date.parse(claims.validFrom) / 1000,
    exp: Date.parse(claims.validUntil) / 1000,
    credentialStatus: { id: `${claims.iss}/revocations`, type: '1EdTechRevocationList' },
  })
  const same = JSON.parse(await textAt(`${url}.json`)) as { id: string; credentialSubject: object }
  expect([claims.id, claims.credentialSubject]).toEqual([same.id, same.credentialSubject])
})

test('the revocation list names a VC-JWT from when its badge is taken back', async () => {
  const { url, id } = await published()
  const { claims } = await verifiedByJose(await textAt(`${url}.jwt`))
  const list = async () => (await fetchJson(claims.credentialStatus.id)) as object
  expect(await list()).toMatchObject({ issuer: claims.iss, revokedCredential: [] })
  const { issuerId } = await db.assertion.findUniqueOrThrow({ where: { id } })
  await revoke({ id: issuerId, name: '' }, id, 'Maria asked for it', clock.now())
  expect(await list()).toMatchObject({ revokedCredential: [{ id: claims.id, revoked: true }] })
  expect(JSON.stringify(await list())).not.toContain('Maria')
})

interface Assertion {
  id: string
  verification: { creator: string }
  badge: { id: string; issuer: { id: string } }
}

test('jose verifies a signed 2.0 badge with the key that its issuer names, and that names its issuer', async () => {
  const { browser, id } = await published('ONLY_ME')
  expect(browser).toBeDefined()
  const badge = await db.assertion.findUniqueOrThrow({
    where: { id },
    include: { achievement: true, issuer: true },
  })
  const { signedBadge } = await import('#signing/signed-badges')
  const jws = await signedBadge(badge, 'ASSERTION', clock.now())
  const claimed = JSON.parse(
    Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString(),
  ) as Assertion
  const profile = (await fetchJson(claimed.badge.issuer.id)) as Record<string, string>
  expect(profile).toMatchObject({ type: 'Issuer', publicKey: claimed.verification.creator })
  const key = (await fetchJson(profile['publicKey'] ?? '')) as Record<string, string>
  expect(key).toMatchObject({ type: 'CryptographicKey', owner: claimed.badge.issuer.id })
  const pem = await importSPKI(key['publicKeyPem'] ?? '', 'RS256')
  const { payload } = await compactVerify(jws, pem)
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual(claimed)
  expect(await fetchJson(claimed.badge.id)).toMatchObject({ type: 'BadgeClass', name: 'First Aid' })
  const list = async () => (await fetchJson(profile['revocationList'] ?? '')) as object
  expect(await list()).toMatchObject({ type: 'RevocationList', revokedAssertions: [] })
  await revoke({ id: badge.issuerId, name: '' }, id, null, clock.now())
  expect(await list()).toMatchObject({ revokedAssertions: [{ id: claimed.id, revoked: true }] })
})
