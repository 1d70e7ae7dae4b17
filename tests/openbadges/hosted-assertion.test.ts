import { expect, test } from 'vitest'
import {
  badgeClass,
  hostedAssertion,
  identityHash,
  issuerProfile,
  revokedAssertion,
} from '#openbadges/hosted-assertion'

const issuer = {
  id: 'https://p.test/issuers/1.json',
  name: 'Board',
  url: 'https://board.test/',
  email: 'badges@board.test',
}

const badge = {
  id: 'https://p.test/achievements/1.json',
  name: 'First Aid',
  description: 'Knows what to do.',
  criteria: 'Passed a **test**.',
  image: 'https://p.test/picture.png',
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
  id: 'https://p.test/b/1.json',
  issuedOn: new Date('2026-03-04'),
  expiresOn: new Date('2028-03-04T23:59:59.999Z'),
  recipient: { email: 'ana@example.org', salt: 'deadsea' },
  image: 'https://p.test/picture.png',
  evidence: [{ url: 'https://e.test/', name: null, narrative: 'Drew a map.' }],
  badge,
}

test('an assertion has every member that Open Badges 2.0 asks for', () => {
  expect(hostedAssertion(award)).toEqual({
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'Assertion',
    id: award.id,
    recipient: {
      type: 'email',
      hashed: true,
      salt: 'deadsea',
      identity: identityHash('ana@example.org', 'deadsea'),
    },
    issuedOn: '2026-03-04T00:00:00.000Z',
    expires: '2028-03-04T23:59:59.999Z',
    image: award.image,
    evidence: [{ type: 'Evidence', id: 'https://e.test/', narrative: 'Drew a map.' }],
    verification: { type: 'HostedBadge' },
    badge: {
      type: 'BadgeClass',
      id: badge.id,
      name: 'First Aid',
      description: 'Knows what to do.',
      image: badge.image,
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
      issuer: { type: 'Issuer', ...issuer },
    },
  })
})

test('what is not there is left out, not null', () => {
  const bare = hostedAssertion({
    ...award,
    expiresOn: null,
    evidence: [],
    badge: { ...badge, skills: [], tags: [], alignments: [] },
  })
  expect(JSON.stringify(bare)).not.toMatch(/null|\[\]|"expires"|"evidence"|"tags"|"alignment"/)
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
  expect(revokedAssertion(award.id, null)).toEqual({
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'Assertion',
    id: award.id,
    revoked: true,
  })
  expect(revokedAssertion(award.id, 'A mistake')).toMatchObject({ revocationReason: 'A mistake' })
})

test('badge and issuer stand alone too', () => {
  expect(badgeClass(badge)['@context']).toBe('https://w3id.org/openbadges/v2')
  expect(issuerProfile(issuer)).toMatchObject({
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'Issuer',
    email: issuer.email,
  })
})
