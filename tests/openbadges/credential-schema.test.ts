import { existsSync, readFileSync } from 'node:fs'
import { Ajv2019 } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { violationsOf } from '#openbadges/credential/achievement-rules'
import { checkConformance } from '#openbadges/credential/check-conformance'
import { badge, subject, type Json } from './support/credential-issuers.ts'

// Our rules against the JSON Schema of the standard, where it lies beside this project.

const image = { id: 'https://a.test/1.png', type: 'Image' }

const schemaAt = new URL(
  '../../../shared/schemas/ob_v3p0/ob_v3p0_achievementcredential_schema.2024-09-12.json',
  import.meta.url,
)

/** A badge that uses most of what there is. */
function full(): Json {
  const alignment = [{ type: ['Alignment'], targetName: 'B2', targetUrl: 'https://a.test/b2' }]
  const profile = {
    id: 'https://a.test/1',
    type: ['Profile'],
    name: 'A',
    url: 'https://a.test',
    otherIdentifier: [{ type: 'IdentifierEntry', identifier: '1', identifierType: 'identifier' }],
    address: {
      type: ['Address'],
      geo: { type: 'GeoCoordinates', latitude: 1, longitude: 2 },
    },
    parentOrg: { id: 'https://a.test/2', type: ['Profile'] },
    dateOfBirth: '2000-01-01',
  }
  const level = { id: 'urn:l', type: ['RubricCriterionLevel'], name: 'L', alignment }
  return badge({
    issuer: profile,
    image,
    evidence: [{ id: 'https://a.test/e', type: ['Evidence'], narrative: 'x' }],
    credentialSubject: subject({
      activityEndDate: '2026-01-01T00:00:00Z',
      creditsEarned: 1.5,
      source: profile,
      identifier: [
        {
          type: 'IdentityObject',
          hashed: true,
          identityHash: 'x',
          identityType: 'emailAddress',
          salt: 's',
        },
      ],
      result: [
        {
          type: ['Result'],
          resultDescription: 'urn:d',
          achievedLevel: 'urn:l',
          value: 'A',
          alignment,
        },
      ],
      achievement: {
        ...(subject()['achievement'] as Json),
        ...{
          alignment,
          image,
          creator: profile,
          tag: ['a'],
          inLanguage: 'en',
          creditsAvailable: 2,
        },
        related: [{ id: 'urn:r', type: ['Related'], inLanguage: 'de' }],
        resultDescription: [
          {
            ...{ id: 'urn:d', type: ['ResultDescription'], name: 'D', resultType: 'Percent' },
            ...{ allowedValue: ['A'], alignment, rubricCriterionLevel: [level] },
          },
        ],
      },
    }),
  })
}

/** Spoils one member somewhere. */
const spoilt = fc
  .tuple(
    fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
    fc.constantFrom(undefined, 7, true, 'x', '', {}, { id: 'urn:x' }),
  )
  .map(([path, value]) => {
    const one = full()
    let at: Json = one
    for (const step of path) {
      const names = Object.keys(at)
      const name = names[step % names.length] ?? 'id'
      const next = at[name]
      if (step === path.at(-1) || typeof next !== 'object' || next === null) {
        at[name] = value
        return JSON.parse(JSON.stringify(one)) as Json
      }
      at = next as Json
    }
    return one
  })

if (existsSync(schemaAt)) {
  const ajv = new Ajv2019({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const validate = ajv.compile(JSON.parse(readFileSync(schemaAt, 'utf8')) as object)
  const fails = (one: Json) =>
    [...checkConformance(one)].some(({ outcome }) => outcome === 'failed' || outcome === 'warning')

  test('a badge with most of what there is conforms, for us as for the schema of the standard', () => {
    expect(validate(full()), JSON.stringify(validate.errors)).toBe(true)
    expect(fails(full())).toBe(false)
  })

  /** What its lists of words and its patterns leave out is no fault of structure. */
  const ofStructure = () =>
    (validate.errors ?? []).some(
      ({ keyword, instancePath }) =>
        ['type', 'required', 'contains'].includes(keyword) &&
        // A single value in the place of a list is the same thing in JSON-LD.
        !(keyword === 'type' && /\/(type|proof)$/.test(instancePath)),
    )

  test('what the schema of the standard finds wrong in the structure, we find too', () => {
    fc.assert(
      fc.property(spoilt, (one) => {
        validate(one)
        return !ofStructure() || fails(one)
      }),
      { numRuns: 1_000 },
    )
  })
} else {
  test('the schema of the standard is not there: nothing is compared with it', () => {
    expect(violationsOf(full(), 'AchievementCredential')).toEqual([])
  })
}
