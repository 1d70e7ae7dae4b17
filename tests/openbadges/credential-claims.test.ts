import { expect, test } from 'vitest'
import { checked, found, troubles } from './support/credential-checks.ts'
import { badge, schoolId, subject, withIssuer, type Json } from './support/credential-issuers.ts'
import { jwkOf, jwt, jwtController, jwtKeys, payloadOf } from './support/credential-jwts.ts'
import { emptyWeb } from './web.ts'

// What a VC-JWT claims, against what it holds: OB 3.0 §8.2.4, §8.2.6.

const listing = emptyWeb()
listing.stands(schoolId, jwtController(jwkOf(jwtKeys.RS256.publicKey)))

test.each<[string, Json]>([
  ['iss', { iss: 'https://evil.test/issuers/1' }],
  ['sub', { sub: 'urn:uuid:99999999-9999-4999-8999-999999999999' }],
  ['jti', { jti: 'urn:uuid:99999999-9999-4999-8999-999999999999' }],
  ['nbf', { nbf: 1 }],
  ['nbf', { nbf: '2026-01-02T03:04:05Z' }],
  ['exp', { exp: 'never' }],
])('a claim that says otherwise than the credential is false: %s %j', async (claim, claims) => {
  const one = await jwt({ claims })
  expect(await found(one, 'proof', { web: listing })).toEqual([
    'passed signature-right',
    `failed claim-${claim}-wrong`,
  ])
  expect(await found(one, 'status', { web: listing })).toEqual(['unchecked status-not-asked'])
})

test.each(['iss', 'sub', 'jti', 'nbf'])('a claim that is missing is noted: %s', async (claim) => {
  const one = await jwt({ claims: { [claim]: undefined } })
  expect(await found(one, 'proof', { web: listing })).toEqual([
    'passed signature-right',
    `warning claim-${claim}-missing`,
  ])
})

test('instants are compared, not texts, and to the second', async () => {
  const one = await jwt({
    badge: withIssuer(schoolId, { validFrom: '2026-01-01T19:04:05.9-08:00' }),
  })
  expect(await troubles(one, { web: listing })).toEqual([])
  const later = await jwt({ claims: { nbf: Date.parse('2026-01-02T03:04:06Z') / 1000 } })
  expect(await troubles(later, { web: listing })).toEqual(['claim-nbf-wrong'])
})

test('`exp` is the end where the credential names none, and has to be the same where it does', async () => {
  const exp = Date.parse('2026-02-01T00:00:00Z') / 1000
  const { findings, badge: read } = await checked(await jwt({ claims: { exp } }), { web: listing })
  expect(findings.some(({ code }) => code === 'expired')).toBe(true)
  expect(read?.expiresOn).toBe('2026-02-01T00:00:00.000Z')
  const ends = withIssuer(schoolId, { validUntil: '2036-02-01T00:00:00Z' })
  const otherwise = await jwt({ badge: ends, claims: { exp } })
  expect(await troubles(otherwise, { web: listing })).toEqual(['claim-exp-wrong'])
})

test('a credential of the data model 1.1 stands in a claim, and leaves to the claims what they say', async () => {
  const vc = {
    '@context': [
      'https://www.w3.org/2018/credentials/v1',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json',
    ],
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    credentialSubject: { ...subject(), id: undefined },
  }
  const { iss, sub, jti, nbf } = payloadOf(withIssuer(schoolId))
  const claims = { iss, sub, jti, nbf, exp: 4_000_000_000, vc }
  const empty = Object.fromEntries(Object.keys(badge()).map((name) => [name, undefined]))
  const one = await jwt({ claims: { ...empty, ...claims } })
  const { findings, badge: read } = await checked(one, { web: listing })
  expect(findings.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  expect(read).toMatchObject({
    id: jti,
    issuer: { id: schoolId },
    subjectId: sub,
    validFrom: '2026-01-02T03:04:05.000Z',
    expiresOn: '2096-10-02T07:06:40.000Z',
  })
})
