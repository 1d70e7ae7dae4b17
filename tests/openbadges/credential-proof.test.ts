import { expect, test } from 'vitest'
import { inBase58 } from '#openbadges/multikey'
import { checked, codes, found, troubles } from './support/credential-checks.ts'
import {
  badge,
  contexts,
  olderBadge,
  proofOf,
  signed,
  stranger,
  withoutUndefined,
  type Json,
} from './support/credential-issuers.ts'

// Embedded proofs: OB 3.0 §8.3, VC Data Integrity.

test('a proof of the issuer’s own key holds, and nothing else is wrong', async () => {
  const { findings } = await checked(await signed(badge()))
  expect(codes(findings, 'proof')).toEqual(['passed signature-right'])
  expect(codes(findings, 'issuer')).toEqual(['passed issuer-proven'])
  expect(findings.filter(({ outcome }) => outcome === 'failed')).toEqual([])
})

test.each(['eddsa-2022', 'eddsa-rdfc-2022'])('%s is checked', async (cryptosuite) => {
  const one = await signed(badge(), { proof: { cryptosuite } })
  expect(await found(one, 'proof')).toEqual(['passed signature-right'])
})

test.each(['context.json', 'context-3.0.0.json', 'context/ob_v3p0.jsonld', 'context-3.0.1.json'])(
  'Ed25519Signature2020 on the data model 1.1 is checked, in the words of %s',
  async (file) => {
    expect(await troubles(await olderBadge(file))).toEqual([])
  },
)

const changes: [string, (one: Json) => Json][] = [
  ['a value', (one) => ({ ...one, validFrom: '2026-01-02T03:04:06Z' })],
  ['a member more', (one) => ({ ...one, name: 'Surgeon' })],
  ['a member less', (one) => withoutUndefined({ ...one, validUntil: undefined })],
  ['the issuer', (one) => ({ ...one, issuer: stranger.didKey })],
  ['the proof’s date', (one) => withProof(one, { created: '2026-01-02T03:04:06Z' })],
  [
    'one letter of the signature',
    (one) => withProof(one, { proofValue: inBase58(Buffer.alloc(64)) }),
  ],
  ['the length of the signature', (one) => withProof(one, { proofValue: 'zabc' })],
  ['what is no signature', (one) => withProof(one, { proofValue: { '@value': 'z' } })],
  ['a member of the proof', (one) => withProof(one, { domain: 'https://school.test' })],
]

const withProof = (one: Json, proof: Json) => ({
  ...one,
  proof: { ...(one['proof'] as Json), ...proof },
})

test.each(changes)('a change after signing is noticed: %s', async (_what, change) => {
  const one = await signed(badge({ validUntil: '2036-01-02T03:04:05Z' }))
  expect(await found(one, 'proof')).toEqual(['passed signature-right'])
  expect((await found(change(one), 'proof'))[0]).toMatch(
    /^failed (signature-wrong|term-undefined)$/,
  )
})

test('a credential without a proof is not proven by anything', async () => {
  expect(await found(badge(), 'proof')).toEqual(['failed proof-missing'])
  expect(await found(badge({ proof: [] }), 'proof')).toEqual(['failed proof-missing'])
  expect(await found(badge(), 'issuer')).toEqual(['unchecked issuer-not-proven'])
  expect(await found(badge(), 'status')).toEqual(['unchecked status-not-asked'])
})

test.each<[string, Json, string]>([
  ['for another purpose', { proofPurpose: 'authentication' }, 'failed proof-purpose-wrong'],
  ['without a purpose', { proofPurpose: undefined }, 'failed proof-purpose-wrong'],
  ['made in the future', { created: '2027-01-01T00:00:00Z' }, 'failed proof-not-yet-valid'],
  ['that has ended', { expires: '2026-11-01T00:00:00Z' }, 'failed proof-expired'],
  ['with a date that is none', { created: 'yesterday' }, 'failed proof-malformed'],
  ['without a key', { verificationMethod: 7 }, 'failed proof-malformed'],
  [
    'of a kind that we do not know',
    { cryptosuite: 'ecdsa-sd-2023' },
    'unchecked proof-type-unknown',
  ],
  ['of another type', { type: 'JsonWebSignature2020' }, 'unchecked proof-type-unknown'],
  ['that builds on another', { previousProof: 'urn:uuid:1' }, 'unchecked proof-type-unknown'],
])('a proof %s is not taken', async (_what, change, finding) => {
  const one = withProof(await signed(badge()), change)
  expect(await found(one, 'proof')).toEqual([finding])
})

test('a proof that ends later, and one made a minute ahead of our clock, are taken', async () => {
  const proof = { expires: '2027-01-01T00:00:00Z', created: '2026-11-23T12:01:00Z' }
  expect(await found(await signed(badge(), { proof }), 'proof')).toEqual(['passed signature-right'])
})

test('one good proof is enough; what else is there is only noted', async () => {
  const good = await proofOf(badge())
  const foreign = await proofOf(badge(), { keys: stranger })
  const wrong = { ...good, proofValue: inBase58(Buffer.alloc(64)) }
  const unknown = { type: 'SomeProofType' }
  const one = { ...badge(), proof: [unknown, wrong, foreign, good] }
  expect(await found(one, 'proof')).toEqual([
    'passed signature-right',
    'warning key-not-of-issuer',
    'warning proof-type-unknown',
    'warning signature-wrong',
  ])
  expect(await found(one, 'issuer')).toEqual(['passed issuer-proven'])
})

test('two bad proofs are two bad proofs', async () => {
  const wrong = { ...(await proofOf(badge())), proofValue: inBase58(Buffer.alloc(64)) }
  const one = { ...badge(), proof: [wrong, wrong] }
  expect(await found(one, 'proof')).toEqual(['failed signature-wrong', 'failed signature-wrong'])
})

test('more proofs than anybody needs are not looked at', async () => {
  const good = await proofOf(badge())
  const one = { ...badge(), proof: Array.from({ length: 5 }, () => good) }
  expect(await found(one, 'proof')).toEqual(['failed too-many-proofs'])
})

test('a member that no context defines is not covered, so the proof does not hold', async () => {
  const one = { ...(await signed(badge())), rank: 'general' }
  expect(await found(one, 'proof')).toEqual(['failed term-undefined'])
})

test('an unknown context is never fetched, and nothing is checked without it', async () => {
  const one = await signed(badge())
  const with3 = { ...one, '@context': [...contexts, 'https://evil.test/context.json'] }
  expect(await found(with3, 'proof')).toEqual(['failed context-unknown'])
})

test('what was signed in the words of one file does not hold in those of another', async () => {
  const file = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json'
  const image = { id: 'https://school.test/1.png', type: 'Image' }
  const one = await signed(badge({ '@context': [contexts[0], file], image }))
  expect(await found(one, 'proof')).toEqual(['passed signature-right'])
  expect(await found({ ...one, '@context': contexts }, 'proof')).toEqual(['failed signature-wrong'])
})
