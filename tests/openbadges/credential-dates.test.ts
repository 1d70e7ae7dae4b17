import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantOf } from '#openbadges/credential/instant'
import { checked, codes, found } from './support/credential-checks.ts'
import { badge, olderBadge, signed, subject, type Json } from './support/credential-issuers.ts'
import { identityHash } from '#openbadges/identity-hash'

// Dates: OB 3.0 §9.1 step 4. Recipient: step 5, §9.3.

async function dates(changes: Json) {
  return found(await signed(badge(changes)), 'dates')
}

test('a badge is in time from its first instant to its last', async () => {
  expect(await dates({})).toEqual(['passed in-time'])
  expect(await dates({ validFrom: '2026-11-23T12:00:00Z' })).toEqual(['passed in-time'])
  // Another's clock may be a minute ahead.
  expect(await dates({ validFrom: '2026-11-23T12:01:00Z' })).toEqual(['passed in-time'])
  expect(await dates({ validFrom: '2026-11-23T12:01:01Z' })).toEqual(['failed not-yet-valid'])
  expect(await dates({ validUntil: '2026-11-23T12:00:00Z' })).toEqual(['passed in-time'])
  expect(await dates({ validUntil: '2026-11-23T11:59:59Z' })).toEqual(['failed expired'])
})

test('the zone counts', async () => {
  expect(await dates({ validFrom: '2026-11-23T04:00:00-08:00' })).toEqual(['passed in-time'])
  expect(await dates({ validFrom: '2026-11-23T04:01:01-08:00' })).toEqual(['failed not-yet-valid'])
})

test('an end before the beginning contradicts it', async () => {
  expect(await dates({ validUntil: '2025-01-01T00:00:00Z' })).toEqual(['failed dates-contradict'])
})

test('the data model 1.1 has other names for the same', async () => {
  const ended = await olderBadge('context-3.0.1.json', { expirationDate: '2026-02-01T00:00:00Z' })
  expect(await found(ended, 'dates')).toEqual(['failed expired'])
  const early = await olderBadge('context-3.0.1.json', { issuanceDate: '2036-02-01T00:00:00Z' })
  expect(await found(early, 'dates')).toEqual(['failed not-yet-valid'])
})

test('the instant comes along, in UTC', async () => {
  const { findings } = await checked(
    await signed(badge({ validUntil: '2026-02-01T00:00:00+01:00' })),
  )
  expect(findings.find(({ code }) => code === 'expired')?.facts).toEqual({
    expiresOn: '2026-01-31T23:00:00.000Z',
  })
})

test.each([
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-01-00T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:00:60Z',
  '2026-01-01T00:00:00',
  '2026-01-01',
  '2026-01-01T00:00Z',
  '1767225600',
  'Thu, 01 Jan 2026 00:00:00 GMT',
  '',
])('%s is no instant', async (text) => {
  expect(instantOf(text)).toBeNull()
  expect(await found({ ...badge(), validUntil: text }, 'dates')).toEqual(['failed date-malformed'])
})

test('every instant that a program writes is read', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      (date) => instantOf(date.toISOString())?.getTime() === date.getTime(),
    ),
  )
})

const salt = 'Kosher'
const identity = (value: string, changes: Json = {}) => ({
  ...{ type: 'IdentityObject', identityType: 'emailAddress', hashed: true },
  ...{ identityHash: identityHash(value, salt), salt, ...changes },
})

async function recipient(identifier: unknown, recipients?: string[], changes: Json = {}) {
  const credentialSubject = subject({ identifier, ...changes })
  const { findings } = await checked(await signed(badge({ credentialSubject })), {
    ...(recipients && { recipients }),
  })
  return codes(findings, 'recipient')
}

const ana = 'ana@example.org'

test('nobody is compared with when nobody was named', async () => {
  expect(await recipient([identity(ana)])).toEqual(['unchecked recipient-not-given'])
})

test.each<[string, unknown]>([
  ['a hash', [identity(ana)]],
  [
    'a hash with md5, in capitals',
    [
      identity(ana, {
        identityHash: `md5$${identityHash(ana, salt, 'md5').slice(4).toUpperCase()}`,
      }),
    ],
  ],
  [
    'a hash without salt',
    [identity(ana, { identityHash: identityHash(ana, ''), salt: undefined })],
  ],
  [
    'the address itself',
    [identity('', { hashed: false, identityHash: 'Ana@Example.org', salt: undefined })],
  ],
  ['one of several', [identity('tom@example.org'), identity(ana)]],
  ['one that stands without its list', identity(ana)],
])('a person is recognised by %s', async (_what, identifier) => {
  const known = ['other@example.org', ana]
  expect(await recipient(identifier, known)).toEqual(['passed recipient-matches'])
  expect(await recipient(identifier, ['other@example.org'])).toEqual(['failed recipient-differs'])
  expect(await recipient(identifier, [])).toEqual(['failed recipient-differs'])
})

test('a subject whose id is an address is that person', async () => {
  expect(await recipient(undefined, [ana], { id: `mailto:${ana}` })).toEqual([
    'passed recipient-matches',
  ])
})

test.each<[string, unknown]>([
  ['an account', [identity(ana, { identityType: 'userName' })]],
  ['nothing', undefined],
])('where a badge names %s, no address can be compared', async (_what, identifier) => {
  expect(await recipient(identifier, [ana])).toEqual(['unchecked recipient-not-comparable'])
})
