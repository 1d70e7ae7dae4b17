import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalize } from '#openbadges/canonical'
import { canonicalOfOurs } from '#openbadges/credential/write-canonical'
import { writeCredential } from '#openbadges/credential/write-credential'
import { addresses, anyAward, bareAward, entry, fullAward } from './any-award.ts'

const written = (award = fullAward) => writeCredential(award, addresses, entry)

test('whatever an issuer awards, its canonical form is the one that JSON-LD gives', async () => {
  const isSame = fc.asyncProperty(anyAward, async (award) => {
    const credential = written(award)
    expect(canonicalOfOurs(credential)).toBe(await canonicalize(credential))
  })
  await fc.assert(isSame, { numRuns: 200 })
}, 60_000)

test('also with everything in it, and with nothing that may be left out', async () => {
  for (const award of [fullAward, bareAward])
    expect(canonicalOfOurs(written(award))).toBe(await canonicalize(written(award)))
})

test('what is alike in everything is told apart in the same way', async () => {
  const [one, other] = fullAward.evidence
  const [alignment] = fullAward.achievement.alignments
  if (!one || !other || !alignment) throw new Error('the award has lost something')
  const award = {
    ...fullAward,
    evidence: [other, one, other, other, one],
    achievement: { ...fullAward.achievement, alignments: [alignment, alignment, alignment] },
  }
  const canonical = canonicalOfOurs(written(award))
  expect(canonical).toBe(await canonicalize(written(award)))
  expect(canonical).toContain('_:c14n7')
})

const subject = written().credentialSubject
const withoutId = { ...subject, id: undefined }
const otherShapes: [string, object][] = [
  [
    'another context',
    { '@context': [...written()['@context'], 'https://w3id.org/vc/status-list/2021/v1'] },
  ],
  ['another type', { type: ['VerifiableCredential', 'AchievementCredential'] }],
  ['types in another order', { type: ['OpenBadgeCredential', 'VerifiableCredential'] }],
  ['a member that we never write', { description: 'A badge.' }],
  ['a member of every object', { constructor: 'x' }],
  ['null', { name: null }],
  ['a number', { name: 7 }],
  ['a node where text belongs', { name: { '@value': 'x', '@language': 'en' } }],
  ['a name that is no address', { id: 'not an address' }],
  ['an address with what N-Quads escapes', { id: 'https://p.test/{id}' }],
  ['half a character', { name: '\ud800' }],
  [
    'yes or no as text',
    {
      credentialSubject: { ...subject, identifier: [{ ...subject.identifier[0], hashed: 'true' }] },
    },
  ],
  ['a nameless node that nameless nodes hang on', { credentialSubject: withoutId }],
  ['a proof', { proof: [] }],
]

test.each(otherShapes)('with %s it is not of the known shape', (_, change) => {
  expect(canonicalOfOurs({ ...written(), ...change })).toBeNull()
})
