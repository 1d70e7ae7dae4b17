import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalize } from '#openbadges/canonical'
import { contexts as known, isOpenBadgesContext } from '#openbadges/contexts'
import { canonicalProof } from '#openbadges/credential/canonical-proof'
import { inBase58, keyOfMultikey, multibase, multikeyOf, multikeyOfDid } from '#openbadges/multikey'
import { badge, contexts, school, type Json } from './support/credential-issuers.ts'

test.each([
  'https://www.w3.org/2018/credentials/v1',
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld',
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
  'https://w3id.org/security/data-integrity/v1',
  'https://w3id.org/security/data-integrity/v2',
  'https://w3id.org/security/suites/ed25519-2020/v1',
  'https://w3id.org/vc/status-list/2021/v1',
  'https://www.w3.org/ns/credentials/status/v1',
  'https://www.w3.org/ns/did/v1',
])('%s is at hand', (url) => {
  expect(known.get(url)).toHaveProperty('@context')
})

test('a context is known by its exact address', async () => {
  for (const url of ['http://www.w3.org/ns/credentials/v2', `${contexts[0] ?? ''}/`, 'OBv3_beta'])
    await expect(canonicalize({ '@context': url, type: 'x' })).rejects.toMatchObject({
      reason: 'context-unknown',
    })
})

test('what counts as the context of Open Badges', () => {
  const at = 'https://purl.imsglobal.org/spec/ob/v3p0/'
  const yes = ['context.json', 'context-3.0.3.json', 'context-3.0.9.json', 'context/ob_v3p0.jsonld']
  const no = ['context-3.1.0-beta.json', 'extensions.json', 'contextXjson', '../context.json']
  for (const file of yes) expect(isOpenBadgesContext(at + file)).toBe(true)
  for (const file of no) expect(isOpenBadgesContext(at + file)).toBe(false)
  expect(isOpenBadgesContext(`x${at}context.json`)).toBe(false)
})

const mostly = (usual: string, ...others: string[]) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 9 }, fc.constantFrom(...others))

test('a proof’s own members in the quick way are those of the general way, or it declines', async () => {
  const instants = fc
    .date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString())
  const configuration = fc.record(
    {
      type: mostly('DataIntegrityProof', 'Other'),
      cryptosuite: mostly('eddsa-rdfc-2022', 'with "quotes"'),
      created: fc.oneof(instants, mostly('2026-01-01T00:00:00Z', 'yesterday')),
      expires: instants,
      proofPurpose: mostly('assertionMethod', 'authentication'),
      verificationMethod: fc.oneof(
        mostly(`${school.didKey}#${school.multikey}`, 'https://a.test/ü#z', 'x', 'did:a b'),
        fc.nat().map((number) => `https://a.test/issuers/${number}#~%20-${school.multikey}`),
      ),
    },
    { requiredKeys: ['type', 'cryptosuite', 'created', 'proofPurpose', 'verificationMethod'] },
  )
  // A member more, and the quick way declines: seldom, or nothing would be compared.
  const more = fc.oneof(
    { arbitrary: fc.constant({}), weight: 9 },
    fc.constant({ domain: 'a.test' }),
  )
  let quickly = 0
  await fc.assert(
    fc.asyncProperty(configuration, more, async (members, added) => {
      const proof = { ...members, ...added }
      const quick = canonicalProof(proof, contexts)
      if (quick === null) return
      quickly += 1
      expect(quick).toBe(await canonicalize({ ...proof, '@context': contexts }))
    }),
    { numRuns: 400 },
  )
  expect(quickly).toBeGreaterThan(40)
})

test('where another context could have a say, the general way is taken', () => {
  const proof = { type: 'DataIntegrityProof' }
  expect(canonicalProof(proof, contexts)).not.toBeNull()
  const others = [
    { created: 'https://example.org/created' },
    'https://www.w3.org/ns/did/v1',
    null,
    7,
  ]
  for (const other of others) expect(canonicalProof(proof, [...contexts, other])).toBeNull()
  expect(canonicalProof(proof, contexts.toReversed())).toBeNull()
  expect(canonicalProof(proof, undefined)).toBeNull()
})

test('a key goes into a Multikey and comes back', () => {
  const { publicKey } = generateKeyPairSync('ed25519')
  expect(keyOfMultikey(multikeyOf(publicKey))?.equals(publicKey)).toBe(true)
  expect(multikeyOfDid(`did:key:${multikeyOf(publicKey)}`)).toBe(multikeyOf(publicKey))
})

test('a P-256 key is read from its compressed point', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const sign2 = 2 + ((Buffer.from(y, 'base64url').at(-1) ?? 0) & 1)
  const bytes = [Buffer.from([0x80, 0x24, sign2]), Buffer.from(x, 'base64url')]
  expect(keyOfMultikey(inBase58(Buffer.concat(bytes)))?.equals(publicKey)).toBe(true)
})

test('what is no Multikey is none', () => {
  const short = inBase58(Buffer.concat([Buffer.from([0xed, 0x01]), Buffer.alloc(31)]))
  const point = inBase58(Buffer.concat([Buffer.from([0x80, 0x24, 2]), Buffer.alloc(32, 0xff)]))
  const odd = ['', 'z', 'z0OIl', 'm7QE', school.multikey.slice(1), `${school.multikey} `]
  for (const text of [...odd, short, point, 'z'.repeat(200)]) expect(keyOfMultikey(text)).toBeNull()
  for (const did of ['did:key:', 'did:key:z', 'did:web:z6Mk', `did:key:${school.multikey}#x`])
    expect(multikeyOfDid(did)).toBeNull()
})

test('multibase is read up to the length of a signature', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (bytes) => {
      expect(multibase(inBase58(bytes))).toEqual(Buffer.from(bytes))
      expect(multibase(`u${Buffer.from(bytes).toString('base64url')}`)).toEqual(Buffer.from(bytes))
    }),
  )
  expect(multibase('z'.repeat(200))).toBeNull()
})

const vectorAt = new URL(
  '../../../shared/fixtures/support/vectors/ob30-linked-data-proof.json',
  import.meta.url,
)

if (existsSync(vectorAt)) {
  test('the example of the standard, step by step, gives its hashes and its signature', async () => {
    const vector = JSON.parse(readFileSync(vectorAt, 'utf8')) as Record<string, string>
    const sample = new URL('../../valid/ob30-spec/linked-data-proof-ob.json', vectorAt)
    const { proof, ...document } = JSON.parse(readFileSync(sample, 'utf8')) as Json
    const [one] = [proof].flat() as Json[]
    const { proofValue, ...configuration } = one ?? {}
    const canonical = {
      document: await canonicalize(document),
      proof: await canonicalize({ ...configuration, '@context': document['@context'] }),
    }
    expect(canonical).toEqual({ document: vector['documentCanon'], proof: vector['proofCanon'] })
    expect(canonicalProof(configuration, document['@context'])).toBe(vector['proofCanon'])
    const sha256 = (text: string) => createHash('sha256').update(text).digest()
    const data = Buffer.concat([sha256(canonical.proof), sha256(canonical.document)])
    expect(data.toString('hex')).toBe(`${vector['proofHash']}${vector['documentHash']}`)
    const signature = sign(null, data, privateKeyOf(vector['privateKeyHexSeedPlusPublic'] ?? ''))
    expect(inBase58(signature)).toBe(vector['proofValue'])
    expect(proofValue).toBe(vector['proofValue'])
  })

  /** An Ed25519 key from its seed (RFC 8410 §7). */
  function privateKeyOf(hex: string) {
    const key = Buffer.from(`302e020100300506032b657004220420${hex.slice(0, 64)}`, 'hex')
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  }
} else {
  test('the example of the standard is not there: it is not compared with', () => {
    expect(badge()).toHaveProperty('issuer')
  })
}
