import { expect, test } from 'vitest'
import { canonicalize } from '#openbadges/canonical'
import { isWithinLimits } from '#openbadges/credential/within-limits'
import { checked, codes } from './support/credential-checks.ts'
import {
  badge,
  contexts,
  proofOf,
  signed,
  subject,
  type Json,
} from './support/credential-issuers.ts'
import { emptyWeb } from './web.ts'

// What somebody makes to do harm: it is refused, and soon.

const refused = async (document: unknown) => {
  const { findings, badge: read } = await checked(document as Json)
  return { codes: findings.map(({ code }) => code), read }
}

function nested(depth: number): unknown {
  let value: unknown = 'deep'
  for (let at = 0; at < depth; at += 1) value = at % 2 === 0 ? { a: value } : [value]
  return value
}

test.each<[string, unknown]>([
  ['nested very deep', badge({ evidence: nested(40) })],
  ['of too many objects', badge({ evidence: Array.from({ length: 999 }, () => ({ a: {} })) })],
  ['of a list without end', badge({ evidence: Array.from({ length: 1_001 }, () => 'x') })],
  ['of too many nameless objects', badge({ evidence: Array.from({ length: 601 }, () => ({})) })],
  ['of many contexts', badge({ '@context': Array.from({ length: 13 }, () => contexts[0]) })],
  ['with the name of a prototype', JSON.parse('{"type":[],"__proto__":{"issuer":"x"}}')],
  ['with the name of a prototype inside', JSON.parse('{"a":[{"__proto__":[]}]}')],
  ['that is a list', [badge()]],
  ['that is a number', 7],
  ['that is nothing', null],
])('a document %s is refused before anything is done with it', async (_what, document) => {
  expect(await refused(document)).toEqual({ codes: ['too-complex'], read: null })
})

test('a badge of a size that badges have is within the limits', () => {
  expect(isWithinLimits(badge({ evidence: Array.from({ length: 200 }, () => ({})) }))).toBe(true)
})

test('nothing that a document holds gets into what all objects share', async () => {
  await refused(
    JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
  )
  expect(({} as Json)['polluted']).toBeUndefined()
})

const words = { a: { '@id': 'https://example.org/a', '@type': '@id' } }

/** Each of so many nodes points at all others, so that all look alike from everywhere. */
const clique = (size: number) => {
  const names = Array.from({ length: size }, (_, at) => `_:n${at}`)
  return names.map((id) => ({ id, a: names.filter((other) => other !== id) }))
}

test('a graph made to have no end is given up at once', async () => {
  const start = performance.now()
  const poison = { '@context': { ...words, id: '@id' }, a: clique(10) }
  await expect(canonicalize(poison)).rejects.toMatchObject({ reason: 'too-complex' })
  expect(performance.now() - start).toBeLessThan(2_000)
})

test('a badge cannot even hold such a graph, since its nodes would need names of their own', async () => {
  const one = badge({
    '@context': [...contexts, words],
    credentialSubject: { ...subject(), a: clique(10) },
  })
  const { findings } = await checked({ ...one, proof: await proofOf(badge()) })
  expect(codes(findings, 'proof')).toEqual(['failed form-not-plain'])
})

test('as many twins as a badge may hold are told apart, or given up, in time', async () => {
  const twin = () => ({ a: [{ a: 'urn:x' }, { a: 'urn:x' }] })
  const one = badge({
    '@context': [...contexts, words],
    credentialSubject: { ...subject(), a: Array.from({ length: 190 }, twin) },
  })
  const start = performance.now()
  const { findings } = await checked({ ...one, proof: await proofOf(badge()) })
  expect(codes(findings, 'proof')[0]).toMatch(/^failed (too-complex|signature-wrong)$/)
  expect(performance.now() - start).toBeLessThan(5_000)
})

test('a text of a million letters is hashed like any other', async () => {
  const long = 'a'.repeat(1_000_000)
  const one = await signed(badge({ name: long }))
  const { findings, badge: read } = await checked(one)
  expect(codes(findings, 'proof')).toEqual(['passed signature-right'])
  expect(read?.name).toBe('First Aid')
})

test('long texts in the place of keys, signatures and dates cost nothing', async () => {
  const long = 'z'.padEnd(1_000_000, '1')
  const one = await signed(badge())
  const proof = one['proof'] as Json
  const start = performance.now()
  await checked({ ...one, proof: { ...proof, proofValue: long } })
  await checked({ ...one, proof: { ...proof, verificationMethod: `did:key:${long}` } })
  await checked({ ...one, proof: { ...proof, verificationMethod: `https://a.test/1#${long}` } })
  await checked({ ...one, validFrom: `${'2'.repeat(500_000)}T` })
  expect(performance.now() - start).toBeLessThan(3_000)
})

test('one badge sends us to so many places and no further', async () => {
  const web = emptyWeb()
  const endorsement = Array.from({ length: 8 }, (_, at) => ({
    '@context': contexts,
    ...{ id: `urn:e:${at}`, type: ['VerifiableCredential', 'EndorsementCredential'], name: 'x' },
    ...{ issuer: `https://a.test/${at}`, validFrom: '2026-01-01T00:00:00Z' },
    credentialSubject: { id: badge()['id'], type: ['EndorsementSubject'] },
    proof: Array.from({ length: 4 }, (_one, other) => ({
      ...{ type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022' },
      ...{ created: '2026-01-01T00:00:00Z', proofPurpose: 'assertionMethod', proofValue: 'z1' },
      verificationMethod: `https://${at}-${other}.test/1#key`,
    })),
  }))
  await checked(await signed(badge({ endorsement })), { web })
  expect(web.asked.length).toBeGreaterThan(8)
  expect(web.asked.length).toBeLessThanOrEqual(24)
})
