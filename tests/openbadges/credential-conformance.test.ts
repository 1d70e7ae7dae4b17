import { expect, test } from 'vitest'
import { checkConformance } from '#openbadges/credential/check-conformance'
import { badge, contexts, subject, type Json } from './support/credential-issuers.ts'
import { earned, wrong } from './support/credential-wrongs.ts'

// Structure: OB 3.0 §9.1 step 1 and App. B, VCDM 2.0 §4.

const conformance = (credential: Json) =>
  checkConformance(credential)
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ outcome, code, detail }) => `${outcome} ${code} ${detail.split(': ')[1] ?? ''}`.trim())

test('a badge that has what it needs conforms', () => {
  expect(checkConformance(badge())).toMatchObject([{ outcome: 'passed', code: 'conforms' }])
})

test.each(wrong)('a badge %s', (_what, credential, finding) => {
  expect(conformance(credential)).toContain(finding)
})

const image = { id: 'https://a.test/1.png', type: 'Image' }

test.each<[string, Json]>([
  ['`type` by itself', earned({ type: 'Achievement' })],
  [
    'several schemas, terms and services',
    badge({
      credentialSchema: [
        {
          id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
          type: '1EdTechJsonSchemaValidator2019',
        },
      ],
      termsOfUse: { type: 'Terms' },
      refreshService: [{ type: ['A', 'B'] }, { type: 'C' }],
    }),
  ],
  ['a kind of its own', earned({ achievementType: 'ext:Medal' })],
  ['an issuer that is only an id', badge({ issuer: 'did:web:school.test' })],
  [
    'texts in languages',
    badge({
      name: [
        { '@value': 'a', '@language': 'en' },
        { '@value': 'b', '@language': 'de', '@direction': 'ltr' },
      ],
    }),
  ],
  [
    'nobody’s id but an identifier',
    badge({
      credentialSubject: subject({
        id: undefined,
        identifier: [
          {
            type: 'IdentityObject',
            hashed: false,
            identityHash: 'a@b.c',
            identityType: 'emailAddress',
          },
        ],
      }),
    }),
  ],
  ['pictures', badge({ image, credentialSubject: subject({ image }) })],
  ['members that nobody knows', badge({ constructor: 1, toString: [], hasOwnProperty: {} })],
])('a badge may have %s', (_what, credential) => {
  const found = conformance(credential).filter(
    (one) => !one.startsWith('warning value-unusual name'),
  )
  expect(found).toEqual([])
})

test('a schema of the issuer’s own is not run, and so not passed', () => {
  const credentialSchema = [{ id: 'https://a.test/s.json', type: '1EdTechJsonSchemaValidator2019' }]
  expect(conformance(badge({ credentialSchema }))).toEqual(['unchecked schema-not-applied'])
})

test('any other credential is looked at by the rules for all, and noted as no badge', () => {
  const other = {
    ...badge(),
    ...{ '@context': contexts.slice(0, 1), type: ['VerifiableCredential', 'Licence'] },
    credentialSubject: { id: 'did:example:1' },
  }
  expect(conformance(other)).toEqual(['warning type-unusual'])
})

test('many faults are named, but not all', () => {
  const evidence = Array.from({ length: 50 }, () => ({ type: ['Proof'] }))
  expect(conformance(badge({ evidence })).length).toBeLessThan(20)
})
