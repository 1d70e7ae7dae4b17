import { createHash, createPrivateKey, generateKeyPairSync, verify } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { compactVerify } from 'jose'
import { expect, test } from 'vitest'
import { signAssertion } from '#openbadges/assertion/sign-assertion'
import { writeAssertion } from '#openbadges/assertion/write-assertion'
import { canonicalize } from '#openbadges/canonical'
import { signCredential } from '#openbadges/credential/sign-credential'
import { signJwt } from '#openbadges/credential/sign-jwt'
import { canonicalOfOurs } from '#openbadges/credential/write-canonical'
import { writeCredential } from '#openbadges/credential/write-credential'
import { writeStatusList } from '#openbadges/credential/write-status-list'
import { multibase, multikeyOf } from '#openbadges/multikey'
import { addresses, bareAward, entry, fullAward } from './any-award.ts'

const vectorFile = new URL(
  '../../../shared/fixtures/support/vectors/ob30-linked-data-proof.json',
  import.meta.url,
)

interface Vector {
  privateKeyHexSeedPlusPublic: string
  publicKeyMultibase: string
  documentCanon: string
  proofValue: string
}

/** The badge that the implementation guide of Open Badges 3.0 signs. */
const teamwork = {
  '@context': [
    'https://www.w3.org/ns/credentials/v2',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  ],
  id: 'http://example.com/credentials/3527',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: {
    id: 'https://example.edu/issuers/565049',
    type: ['Profile'],
    name: 'Example Corp',
    url: 'https://www.imsglobal.org',
  },
  validFrom: '2010-01-01T00:00:00Z',
  name: 'Teamwork Badge',
  credentialSubject: {
    id: 'did:example:ebfeb1f712ebc6f1c276e12ec21',
    type: ['AchievementSubject'],
    achievement: {
      id: 'https://example.com/achievements/21st-century-skills/teamwork',
      type: ['Achievement'],
      criteria: {
        narrative:
          'Team members are nominated for this badge by their peers and recognized upon review by Example Corp management.',
      },
      description:
        'This badge recognizes the development of the capacity to collaborate within a group environment.',
      name: 'Teamwork',
    },
  },
}

test('the signature that 1EdTech prints is reproduced bit for bit, where it is at hand', async () => {
  if (!existsSync(vectorFile)) return process.stdout.write('The signing vector is not there.\n')
  const vector = JSON.parse(readFileSync(vectorFile, 'utf8')) as Vector
  const seed = vector.privateKeyHexSeedPlusPublic.slice(0, 64)
  const privateKey = createPrivateKey({
    key: Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex'),
    ...{ format: 'der', type: 'pkcs8' },
  })
  const verificationMethod = `${teamwork.issuer.id}#${vector.publicKeyMultibase}`
  const created = new Date('2010-01-01T19:23:24Z')
  expect(canonicalOfOurs(teamwork)).toBe(vector.documentCanon)
  const { proof } = await signCredential(teamwork, { verificationMethod, privateKey }, created)
  expect(proof).toEqual([
    {
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-rdfc-2022',
      created: '2010-01-01T19:23:24Z',
      verificationMethod,
      proofPurpose: 'assertionMethod',
      proofValue: vector.proofValue,
    },
  ])
  // The general way gives the same, so a document of another shape is signed alike.
  expect(await canonicalize(teamwork)).toBe(vector.documentCanon)
  return true
})

const ed25519 = generateKeyPairSync('ed25519')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })

test('a proof signs the hash of its own configuration, then that of the document', async () => {
  const signer = {
    verificationMethod: `${addresses.issuer}#${multikeyOf(ed25519.publicKey)}`,
    privateKey: ed25519.privateKey,
  }
  const document = writeCredential(fullAward, addresses, entry)
  const { proof } = await signCredential(document, signer, new Date('2026-05-06T07:08:09.9Z'))
  const { proofValue = '', ...configuration } = proof[0] ?? {}
  const parts = [{ '@context': document['@context'], ...configuration }, document]
  const hashes = await Promise.all(
    parts.map(async (part) =>
      createHash('sha256')
        .update(await canonicalize(part))
        .digest(),
    ),
  )
  const signature = multibase(proofValue) ?? Buffer.alloc(0)
  expect(verify(null, Buffer.concat(hashes), ed25519.publicKey, signature)).toBe(true)
  expect(verify(null, Buffer.concat(hashes.reverse()), ed25519.publicKey, signature)).toBe(false)
})

test('a document of another shape is signed the general way', async () => {
  const list = writeStatusList({
    ...{ id: 'https://p.test/status/1', issuer: addresses.issuer, revoked: [] },
    validFrom: new Date('2026-01-01'),
  })
  expect(canonicalOfOurs(list)).toBeNull()
  const signer = { verificationMethod: `${addresses.issuer}#z6Mk`, privateKey: ed25519.privateKey }
  const { proof } = await signCredential(list, signer, new Date())
  expect(proof[0]?.proofValue).toMatch(/^z[1-9A-HJ-NP-Za-km-z]{86,88}$/)
})

test('what no context defines is not signed', async () => {
  const signer = { verificationMethod: `${addresses.issuer}#z6Mk`, privateKey: ed25519.privateKey }
  const odd = { ...writeCredential(fullAward, addresses, entry), unheardOf: 'x' }
  await expect(signCredential(odd, signer, new Date())).rejects.toThrow('term-undefined')
})

test('a VC-JWT has the header members that are allowed, and claims that repeat the credential', async () => {
  const kid = 'https://p.test/issuers/1/keys/1'
  const credential = writeCredential(fullAward, addresses, entry)
  const jwt = await signJwt(credential, { kid, privateKey: rsa.privateKey })
  const { payload, protectedHeader } = await compactVerify(jwt, rsa.publicKey)
  expect(protectedHeader).toEqual({ alg: 'RS256', kid, typ: 'JWT' })
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual({
    iss: addresses.issuer,
    jti: addresses.id,
    nbf: Date.parse('2026-03-04T10:20:30Z') / 1000,
    sub: addresses.subject,
    exp: Date.parse('2028-03-04T23:59:59Z') / 1000,
    ...credential,
  })
})

test('without an end there is no exp', async () => {
  const credential = writeCredential(bareAward, addresses, entry)
  const jwt = await signJwt(credential, { kid: 'https://p.test/k', privateKey: rsa.privateKey })
  expect(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()).not.toContain('"exp"')
})

test('a signed 2.0 badge is a compact JWS of its assertion, by RSA-SHA256', async () => {
  const at = {
    ...{ id: addresses.id, image: null, badge: 'https://p.test/a.json' },
    ...{ badgeImage: addresses.achievementImage, issuer: 'https://p.test/issuers/1.json' },
  }
  const creator = 'https://p.test/issuers/1/keys/1.json'
  const assertion = writeAssertion(fullAward, at, { type: 'SignedBadge', creator })
  const jws = await signAssertion(assertion, rsa.privateKey)
  const { payload, protectedHeader } = await compactVerify(jws, rsa.publicKey)
  expect(protectedHeader).toEqual({ alg: 'RS256' })
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual(JSON.parse(JSON.stringify(assertion)))
  const [signed = '', signature = ''] = [jws.slice(0, jws.lastIndexOf('.')), jws.split('.')[2]]
  const bytes = Buffer.from(signature, 'base64url')
  expect(verify('sha256', Buffer.from(signed), rsa.publicKey, bytes)).toBe(true)
})
