import { expect, test } from 'vitest'
import {
  writeAssertion,
  writeBadgeClass,
  writeCryptographicKey,
  writeProfile,
  writeRevocationList,
  writeRevoked,
} from '#openbadges/assertion/write-assertion'
import { identityHash } from '#openbadges/identity-hash'

const issuer = { name: 'Board', url: 'https://board.test/', email: 'badges@board.test' }

const achievement = {
  name: 'First Aid',
  description: 'Knows what to do.',
  criteria: 'Passed a **test**.',
  language: 'en',
  skills: ['First aid'],
  tags: ['health'],
  alignments: [
    {
      name: 'CEFR B2',
      url: 'https://coe.test/b2',
      framework: 'CEFR',
      code: 'B2',
      description: null,
    },
    { name: 'Without an address', url: null, framework: null, code: null, description: null },
  ],
  issuer,
}

const award = {
  issuedOn: new Date('2026-03-04'),
  expiresOn: new Date('2028-03-04T23:59:59.999Z'),
  recipient: { email: 'ana@example.org', salt: 'deadsea' },
  evidence: [{ url: 'https://e.test/', name: null, narrative: 'Drew a map.' }],
  achievement,
}

const at = {
  id: 'https://p.test/b/1/assertion.json',
  image: 'https://p.test/b/1.png',
  badge: 'https://p.test/achievements/1.json',
  badgeImage: 'https://p.test/picture.png',
  issuer: 'https://p.test/issuers/1.json',
}

const hosted = { type: 'HostedBadge' } as const

test('an assertion has every member that Open Badges 2.0 asks for', () => {
  expect(writeAssertion(award, at, hosted)).toEqual({
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'Assertion',
    id: at.id,
    recipient: {
      type: 'email',
      hashed: true,
      salt: 'deadsea',
      identity: identityHash('ana@example.org', 'deadsea'),
    },
    issuedOn: '2026-03-04T00:00:00.000Z',
    expires: '2028-03-04T23:59:59.999Z',
    image: at.image,
    evidence: [{ type: 'Evidence', id: 'https://e.test/', narrative: 'Drew a map.' }],
    verification: { type: 'HostedBadge' },
    badge: {
      type: 'BadgeClass',
      id: at.badge,
      name: 'First Aid',
      description: 'Knows what to do.',
      image: at.badgeImage,
      criteria: { narrative: 'Passed a **test**.' },
      tags: ['First aid', 'health'],
      alignment: [
        {
          targetName: 'CEFR B2',
          targetUrl: 'https://coe.test/b2',
          targetFramework: 'CEFR',
          targetCode: 'B2',
        },
      ],
      issuer: { type: 'Issuer', id: at.issuer, ...issuer },
    },
  })
})

test('what is not there is left out, not null', () => {
  const bare = { ...achievement, skills: [], tags: [], alignments: [] }
  const written = writeAssertion(
    { ...award, expiresOn: null, evidence: [], achievement: bare },
    { ...at, image: null },
    hosted,
  )
  expect(JSON.stringify(written)).not.toMatch(
    /null|\[\]|"expires"|"evidence"|"tags"|"alignment"|"image":"https:\/\/p.test\/b/,
  )
})

test('the hashes are those that the standards print', () => {
  // Open Badges 3.0, "IdentityHash"; Open Badges 2.0, primitive data types (no salt).
  expect(identityHash('a@example.com', 'Kosher')).toBe(
    'sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399',
  )
  expect(identityHash('mayze', '')).toBe(
    'sha256$7a1a1b3f7d40552e4299180e346e3add12bf9a751a43d9c4ca4518febc2c60c6',
  )
})

test('a badge taken back says so and nothing more', () => {
  expect(writeRevoked(at.id, null)).toEqual({
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'Assertion',
    id: at.id,
    revoked: true,
  })
  expect(writeRevoked(at.id, 'A mistake')).toMatchObject({ revocationReason: 'A mistake' })
})

test('badge and issuer stand alone too', () => {
  expect(writeBadgeClass(achievement, at)['@context']).toBe('https://w3id.org/openbadges/v2')
  expect(writeProfile(issuer, at.issuer)).toEqual({
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'Issuer',
    id: at.issuer,
    ...issuer,
  })
})

test('an issuer names its keys, one alone or several in a list, and each key names its issuer', () => {
  const revocationList = 'https://p.test/revocations.json'
  const [one, two] = ['https://p.test/keys/1.json', 'https://p.test/keys/2.json']
  const profile = (...publicKeys: string[]) =>
    writeProfile(issuer, at.issuer, { publicKeys, revocationList })
  expect(profile(one)).toMatchObject({ publicKey: one, revocationList })
  expect(profile(one, two)).toMatchObject({ publicKey: [one, two], revocationList })
  expect(profile()).not.toHaveProperty('publicKey')
  expect(profile()).not.toHaveProperty('revocationList')
  expect(writeCryptographicKey(one, at.issuer, 'PEM')).toEqual({
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'CryptographicKey',
    id: one,
    owner: at.issuer,
    publicKeyPem: 'PEM',
  })
})

test('a revocation list names what does not count any more', () => {
  expect(writeRevocationList('https://p.test/list', at.issuer, ['urn:uuid:1'])).toEqual({
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'RevocationList',
    id: 'https://p.test/list',
    issuer: at.issuer,
    revokedAssertions: [{ id: 'urn:uuid:1', revoked: true }],
  })
})
