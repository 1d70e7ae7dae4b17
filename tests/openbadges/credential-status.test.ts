import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { checked, found } from './support/credential-checks.ts'
import {
  badge,
  olderBadge,
  school,
  schoolId,
  signed,
  stranger,
  withIssuer,
  type Json,
} from './support/credential-issuers.ts'
import { forged, jwkOf, jwt, jwtController, jwtKeys, payloadOf } from './support/credential-jwts.ts'
import {
  bits,
  listUrl,
  packed,
  statusEntry,
  statusList,
} from './support/credential-status-lists.ts'
import { emptyWeb } from './web.ts'

// Taken back, paused, or not: OB 3.0 §9.1 step 4, Bitstring Status List 1.0, 1EdTech VCRL 1.0.

async function asked(entry: unknown, list?: unknown, status = 200) {
  const web = emptyWeb()
  if (list !== undefined) web.stands(listUrl, list, status)
  return found(await signed(badge({ credentialStatus: entry })), 'status', { web })
}

test('a bit says whether a badge was taken back, the first of a byte being its most significant', async () => {
  expect(await asked(statusEntry(), await statusList())).toEqual(['passed not-revoked'])
  expect(await asked(statusEntry(), await statusList({ set: [94_567] }))).toEqual([
    'failed revoked',
  ])
  for (const set of [[94_566], [94_568], [94_560]])
    expect(await asked(statusEntry(), await statusList({ set }))).toEqual(['passed not-revoked'])
})

test('a badge that names no list has no answer', async () => {
  expect(await found(await signed(badge()), 'status')).toEqual(['unchecked status-not-given'])
  expect(await asked([])).toEqual(['unchecked status-not-given'])
})

test.each<[string, unknown, number?]>([
  ['nobody', undefined],
  ['nothing', '', 404],
  ['an error', '', 500],
  ['a page for people', '<!doctype html>'],
  ['a list in JSON', []],
])('%s in the place of the list is no answer', async (_what, list, status) => {
  expect(await asked(statusEntry(), list, status)).toEqual(['unchecked status-unreachable'])
})

test('the index may be a number, or the same as text, and nothing else', async () => {
  const list = await statusList({ set: [94_567] })
  for (const statusListIndex of [94_567, '94567', '094567'])
    expect(await asked(statusEntry({ statusListIndex }), list)).toEqual(['failed revoked'])
  const odd = ['', '-1', -1, '1e3', '0x1', 1.5, '94567 ', '9'.repeat(16), 2 ** 60]
  for (const statusListIndex of odd)
    expect(await asked(statusEntry({ statusListIndex }), list)).toEqual([
      'failed status-list-wrong',
    ])
})

test('a place beyond the end of the list is a wrong one', async () => {
  const entry = statusEntry({ statusListIndex: '131072' })
  expect(await asked(entry, await statusList())).toEqual(['failed status-list-wrong'])
  expect(await asked(statusEntry({ statusListIndex: '131071' }), await statusList())).toEqual([
    'passed not-revoked',
  ])
})

test('an entry may take several bits', async () => {
  const entry = statusEntry({ statusPurpose: 'message', statusSize: 2, statusListIndex: '10' })
  const subject = { statusPurpose: ['revocation', 'message'], encodedList: packed(bits([20])) }
  const web = emptyWeb()
  web.stands(listUrl, await statusList({ subject }))
  const { findings } = await checked(await signed(badge({ credentialStatus: entry })), { web })
  expect(findings.find(({ code }) => code === 'status-message')?.facts).toEqual({
    ...{ purpose: 'message', value: '2' },
  })
})

test('a pause is a pause, and says nothing of being taken back', async () => {
  const entry = statusEntry({ statusPurpose: 'suspension' })
  const purpose = { statusPurpose: 'suspension' }
  expect(await asked(entry, await statusList({ subject: purpose }))).toEqual([
    ...['passed not-suspended', 'unchecked status-not-given'],
  ])
  const set = { ...purpose, encodedList: packed(bits([94_567])) }
  expect(await asked(entry, await statusList({ subject: set }))).toContain('failed suspended')
})

test('a message is no revocation', async () => {
  const entry = statusEntry({ statusPurpose: 'message' })
  const subject = { statusPurpose: 'message', encodedList: packed(bits([94_567])) }
  expect(await asked(entry, await statusList({ subject }))).toEqual([
    ...['passed status-message', 'unchecked status-not-given'],
  ])
})

test('every list that is named is looked up', async () => {
  const web = emptyWeb()
  const purpose = 'suspension'
  const second = 'https://school.test/status/2'
  web.stands(listUrl, await statusList())
  web.stands(
    second,
    await statusList({ subject: { statusPurpose: purpose, encodedList: packed(bits([5])) } }),
  )
  const entries = [
    statusEntry(),
    statusEntry({
      ...{ id: `${second}#5`, statusPurpose: purpose },
      ...{ statusListIndex: '5', statusListCredential: second },
    }),
  ]
  const one = await signed(badge({ credentialStatus: entries }))
  expect(await found(one, 'status', { web })).toEqual(['passed not-revoked', 'failed suspended'])
})

test('so many lists that nobody needs them are not all looked up', async () => {
  const web = emptyWeb()
  web.stands(listUrl, await statusList())
  const entries = Array.from({ length: 9 }, (_, at) => statusEntry({ id: `${listUrl}#${at}` }))
  const one = await signed(badge({ credentialStatus: entries }))
  expect((await found(one, 'status', { web })).at(-1)).toBe('unchecked status-unreachable')
  expect(web.asked).toEqual([listUrl])
})

test.each<[string, () => Promise<Json>]>([
  ['without its type', () => statusList({ changes: { type: ['VerifiableCredential'] } })],
  ['that has ended', () => statusList({ changes: { validUntil: '2026-02-01T00:00:00Z' } })],
  ['that has not begun', () => statusList({ changes: { validFrom: '2036-02-01T00:00:00Z' } })],
  [
    'that was changed',
    async () => ({ ...(await statusList()), validFrom: '2026-01-01T00:00:01Z' }),
  ],
  ['without a proof', async () => ({ ...(await statusList()), proof: [] })],
  ['signed with a foreign key', () => statusList({ changes: { issuer: stranger.didKey } })],
  ['for another purpose', () => statusList({ subject: { statusPurpose: 'suspension' } })],
  ['that is no gzip', () => statusList({ subject: { encodedList: 'uAAAA' } })],
  ['without bits', () => statusList({ subject: { encodedList: 7 } })],
])('a list %s cannot be relied on', async (_what, list) => {
  expect(await asked(statusEntry(), await list())).toEqual(['failed status-list-wrong'])
})

test('a list that unpacks to more than any has is not unpacked', async () => {
  const bomb = `u${gzipSync(Buffer.alloc(64 * 1024 * 1024)).toString('base64url')}`
  const before = process.memoryUsage().arrayBuffers
  expect(await asked(statusEntry(), await statusList({ subject: { encodedList: bomb } }))).toEqual([
    'failed status-list-wrong',
  ])
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024)
})

test('a short list, and one that another keeps, are noted', async () => {
  const short = await statusList({ subject: { encodedList: packed(bits([], 100_000)) } })
  expect(await asked(statusEntry(), short)).toEqual([
    'passed not-revoked',
    'warning status-list-short',
  ])
  expect(await asked(statusEntry(), await statusList({ keys: stranger }))).toEqual([
    ...['passed not-revoked', 'warning status-list-of-another'],
  ])
})

test('a list may be a JWT', async () => {
  const list = await statusList({
    set: [94_567],
    changes: { issuer: schoolId },
  })
  const web = emptyWeb()
  web.stands(schoolId, jwtController(jwkOf(jwtKeys.RS256.publicKey)))
  web.stands(listUrl, await jwt({ badge: { ...list, proof: undefined, issuer: { id: schoolId } } }))
  const one = await signed(badge({ credentialStatus: statusEntry() }))
  expect(await found(one, 'status', { web })).toContain('failed revoked')
  web.stands(listUrl, forged({ alg: 'none' }, payloadOf({ ...list, issuer: { id: schoolId } })))
  expect(await found(one, 'status', { web })).toEqual(['failed status-list-wrong'])
})

test('StatusList2021 is looked up the same way, its list without a multibase prefix', async () => {
  const words = [
    'https://www.w3.org/2018/credentials/v1',
    'https://w3id.org/vc/status-list/2021/v1',
    'https://w3id.org/security/suites/ed25519-2020/v1',
  ]
  const web = emptyWeb()
  const list = {
    '@context': words,
    ...{ id: listUrl, type: ['VerifiableCredential', 'StatusList2021Credential'] },
    ...{ issuer: school.didKey, issuanceDate: '2026-01-01T00:00:00Z' },
    credentialSubject: {
      ...{ id: `${listUrl}#list`, type: 'StatusList2021', statusPurpose: 'revocation' },
      encodedList: packed(bits([94_567])).slice(1),
    },
  }
  const proof = { type: 'Ed25519Signature2020', cryptosuite: undefined }
  web.stands(listUrl, await signed(list, { proof }))
  const one = await olderBadge('context-3.0.1.json', {
    '@context': [words[0], openBadges, ...words.slice(1)],
    credentialStatus: statusEntry({ type: 'StatusList2021Entry' }),
  })
  expect(await found(one, 'status', { web })).toEqual(['failed revoked'])
})

const openBadges = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json'

test('a kind of list that we do not know has no answer', async () => {
  const web = emptyWeb()
  web.stands(schoolId, jwtController(jwkOf(jwtKeys.RS256.publicKey)))
  const credentialStatus = { id: 'urn:x', type: 'Other2030' }
  const jws = await jwt({ badge: withIssuer(schoolId, { credentialStatus }) })
  expect(await found(jws, 'status', { web })).toEqual(['unchecked status-type-unknown'])
})
