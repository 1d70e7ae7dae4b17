import { existsSync, readFileSync } from 'node:fs'
import { Ajv2019 } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { identityHash } from '#openbadges/identity-hash'
import { writeCredential } from '#openbadges/credential/write-credential'
import { addresses, anyAward, bareAward, entry, fullAward } from './any-award.ts'

const written = writeCredential(fullAward, addresses, entry)

test('a credential has every member that Open Badges 3.0 asks for, and sets as arrays', () => {
  expect(written).toEqual({
    '@context': [
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    ],
    id: addresses.id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: 'First Aid',
    issuer: {
      id: addresses.issuer,
      type: ['Profile'],
      name: 'Board',
      url: 'https://board.test/',
      email: 'badges@board.test',
    },
    validFrom: '2026-03-04T10:20:30Z',
    validUntil: '2028-03-04T23:59:59Z',
    awardedDate: '2026-03-04T10:20:30Z',
    credentialSubject: {
      id: addresses.subject,
      type: ['AchievementSubject'],
      identifier: [
        {
          type: 'IdentityObject',
          hashed: true,
          identityHash: identityHash('ana@example.org', fullAward.recipient.salt),
          identityType: 'emailAddress',
          salt: fullAward.recipient.salt,
        },
      ],
      achievement: {
        id: addresses.achievement,
        type: ['Achievement'],
        name: 'First Aid',
        description: 'Knows what to do.',
        criteria: { narrative: 'Passed a **test**.' },
        image: { id: addresses.achievementImage, type: 'Image' },
        tag: ['First aid', 'health'],
        alignment: [
          {
            type: ['Alignment'],
            targetName: 'CEFR B2',
            targetUrl: 'https://coe.test/b2',
            targetFramework: 'CEFR',
            targetCode: 'B2',
            targetDescription: 'Upper intermediate.',
          },
        ],
        inLanguage: 'pt-BR',
      },
    },
    evidence: [
      { id: 'https://e.test/map', type: ['Evidence'], name: 'A map', narrative: 'Drew a map.' },
      { type: ['Evidence'], narrative: 'Said a poem.' },
    ],
    credentialStatus: entry,
  })
})

test('what is not there is left out: no null, nothing empty', () => {
  const bare = JSON.stringify(writeCredential(bareAward, addresses, entry))
  expect(bare).not.toMatch(/null|\[\]|validUntil|evidence|"tag"|alignment|inLanguage/)
})

test('a list of the 1EdTech kind brings the context that knows it', () => {
  const status = { id: 'https://p.test/revocations', type: '1EdTechRevocationList' } as const
  const credential = writeCredential(fullAward, addresses, status)
  expect(credential['@context']).toEqual([
    ...written['@context'],
    'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
  ])
  expect(credential.credentialStatus).toEqual(status)
})

test('a language that 3.0 cannot say is left out', () => {
  const of = (language: string) => {
    const achievement = { ...fullAward.achievement, language }
    const { credentialSubject } = writeCredential({ ...fullAward, achievement }, addresses, entry)
    return credentialSubject.achievement.inLanguage
  }
  expect(['en', 'PT-br', 'zh-hant-tw', 'es-419', 'de-1996', 'x'].map(of)).toEqual([
    ...['en', 'pt-BR', 'zh-Hant-TW', 'es-419', undefined, undefined],
  ])
})

test('characters that no IRI has are written as others read them', () => {
  const evidence = [{ url: 'https://e.test/?a={b}|c^d`e', name: null, narrative: null }]
  const credential = writeCredential({ ...fullAward, evidence }, addresses, entry)
  expect(credential.evidence?.[0]).toEqual({
    id: 'https://e.test/?a=%7Bb%7D%7Cc%5Ed%60e',
    type: ['Evidence'],
  })
})

const schemaFile = new URL(
  '../../../shared/schemas/ob_v3p0/ob_v3p0_achievementcredential_schema.2024-09-12.json',
  import.meta.url,
)

test('every credential is valid against the schema that 1EdTech publishes, where that is at hand', () => {
  if (!existsSync(schemaFile)) return process.stdout.write('The schema of 3.0 is not there.\n')
  const ajv = new Ajv2019({ strict: false })
  addFormats.default(ajv)
  const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object)
  const isValid = fc.property(anyAward, (award) => {
    const credential = writeCredential(award, addresses, entry)
    const proof = [{ type: 'DataIntegrityProof', created: '2026-01-01T00:00:00Z' }]
    expect([validate({ ...credential, proof }), validate.errors]).toEqual([true, null])
  })
  fc.assert(isValid)
  // The schema is really asked.
  expect(validate({ ...written, validFrom: 'yesterday' })).toBe(false)
  return true
})
