import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { canonicalize } from '#openbadges/canonical'
import { credentialContexts, writeCredential } from '#openbadges/credential/write-credential'
import {
  writeAchievementDocument,
  writeController,
  writeRevocations,
} from '#openbadges/credential/write-issuer'
import { writeStatusList } from '#openbadges/credential/write-status-list'
import { addresses, entry, fullAward } from './any-award.ts'

test('a status list has 131,072 bits, the first of them the most significant', () => {
  const { credentialSubject } = writeStatusList({
    ...{ id: 'https://p.test/status/1', issuer: addresses.issuer },
    ...{ validFrom: new Date('2026-01-01'), revoked: [0, 9, 131_071] },
  })
  const { encodedList } = credentialSubject
  const bytes = gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'))
  expect([encodedList[0], bytes.length * 8]).toEqual(['u', 131_072])
  expect([bytes[0], bytes[1], bytes.at(-1)]).toEqual([0b1000_0000, 0b0100_0000, 0b0000_0001])
  expect(bytes.reduce((sum, byte) => sum + (byte === 0 ? 0 : 1), 0)).toBe(3)
})

test('a key that somebody else may have keeps its place and is no assertion method', () => {
  const jwk = { kty: 'RSA', n: 'n', e: 'AQAB' }
  const id = addresses.issuer
  const keys = [
    { id: `${id}#z6Mk1`, multibase: 'z6Mk1', jwk: {}, revokedAt: null },
    {
      id: `${id}#z6Mk2`,
      multibase: 'z6Mk2',
      jwk: {},
      revokedAt: new Date('2026-05-06T07:08:09.9Z'),
    },
    { id: `${id}/keys/3`, multibase: null, jwk, revokedAt: null },
  ]
  expect(writeController(fullAward.achievement.issuer, id, keys)).toMatchObject({
    id,
    type: ['Profile'],
    name: 'Board',
    verificationMethod: [
      { id: `${id}#z6Mk1`, type: 'Multikey', controller: id, publicKeyMultibase: 'z6Mk1' },
      { id: `${id}#z6Mk2`, type: 'Multikey', revoked: '2026-05-06T07:08:09Z' },
      { id: `${id}/keys/3`, type: 'JsonWebKey', controller: id, publicKeyJwk: jwk },
    ],
    assertionMethod: [`${id}#z6Mk1`, `${id}/keys/3`],
  })
})

test('an achievement stands alone, and means what it means inside a credential', async () => {
  const { achievement } = fullAward
  const document = writeAchievementDocument(achievement, addresses)
  const inside = writeCredential(fullAward, addresses, entry).credentialSubject.achievement
  expect(document).toEqual({ '@context': credentialContexts, ...inside })
  expect(await canonicalize(document)).toContain('AlignmentObject')
})

test('a list of the 1EdTech kind is read by those who follow its text and by those who do not', () => {
  const list = [{ id: 'urn:uuid:1', revoked: true }]
  expect(writeRevocations('https://p.test/r', addresses.issuer, ['urn:uuid:1'])).toEqual({
    id: 'https://p.test/r',
    issuer: addresses.issuer,
    revokedCredential: list,
    revokedCredentials: list,
  })
})
