import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checked } from './support/credential-checks.ts'
import {
  badge,
  olderBadge,
  signed,
  stranger,
  subject,
  type Json,
} from './support/credential-issuers.ts'

// What a badge says, in the one shape for all versions.

const read = async (credential: Json) => (await checked(credential)).badge

const achievement = subject()['achievement'] as Json

const earned = (changes: Json) => subject({ achievement: { ...achievement, ...changes } })

test('a small badge', async () => {
  expect(await read(await signed(badge()))).toEqual({
    id: 'urn:uuid:11111111-1111-4111-8111-111111111111',
    name: 'First Aid',
    description: 'Knows what to do.',
    criteria: { narrative: 'Passed a test.', url: null },
    image: null,
    issuer: { id: (badge()['issuer'] as Json)['id'], name: 'School', url: null, email: null },
    issuedOn: '2026-01-02T03:04:05.000Z',
    validFrom: '2026-01-02T03:04:05.000Z',
    expiresOn: null,
    tags: [],
    alignments: [],
    evidence: [],
    recipientName: null,
    recipients: [],
    subjectId: 'urn:uuid:22222222-2222-4222-8222-222222222222',
    language: null,
  })
})

test('a badge with everything that is shown', async () => {
  const one = badge({
    issuer: {
      ...{ id: stranger.didKey, type: ['Profile'], name: 'Board', url: 'https://board.test' },
      email: 'b@board.test',
    },
    awardedDate: '2025-12-31T23:00:00-01:00',
    validUntil: '2036-01-01T00:00:00Z',
    evidence: [
      { id: 'https://e.test/1', type: ['Evidence'], name: 'A map', narrative: 'Drew it.' },
      { type: ['Evidence'], description: 'Said it.' },
    ],
    credentialSubject: {
      ...earned({
        ...{ criteria: { id: 'https://c.test', narrative: '**Passed**' }, inLanguage: 'de' },
        ...{ image: { id: 'https://i.test/1.png', type: 'Image' }, tag: ['a', 'b'] },
        alignment: [
          {
            ...{ type: ['Alignment'], targetName: 'B2', targetUrl: 'https://b2.test' },
            ...{ targetFramework: 'CEFR', targetCode: 'B2', targetDescription: 'Upper.' },
          },
        ],
      }),
      identifier: [
        identity('emailAddress', 'sha256$aa', true, 'salt'),
        identity('name', 'Ana Silva', false),
      ],
    },
  })
  expect(await read(await signed(one, { keys: stranger }))).toMatchObject({
    criteria: { narrative: '**Passed**', url: 'https://c.test' },
    image: 'https://i.test/1.png',
    issuer: { name: 'Board', url: 'https://board.test', email: 'b@board.test' },
    ...{ issuedOn: '2026-01-01T00:00:00.000Z', validFrom: '2026-01-02T03:04:05.000Z' },
    ...{ expiresOn: '2036-01-01T00:00:00.000Z', tags: ['a', 'b'], language: 'de' },
    alignments: [
      {
        ...{ name: 'B2', url: 'https://b2.test', framework: 'CEFR', code: 'B2' },
        description: 'Upper.',
      },
    ],
    evidence: [
      { url: 'https://e.test/1', name: 'A map', narrative: 'Drew it.' },
      { url: null, name: null, narrative: 'Said it.' },
    ],
    recipientName: 'Ana Silva',
    recipients: [
      { type: 'email', value: 'sha256$aa', isHashed: true, salt: 'salt' },
      { type: 'name', value: 'Ana Silva', isHashed: false, salt: '' },
    ],
  })
})

const identity = (identityType: string, identityHash: string, hashed: boolean, salt?: string) => ({
  ...{ type: 'IdentityObject', identityType, identityHash, hashed },
  ...(salt && { salt }),
})

test('texts in languages, an issuer that is only an id, and a picture that is only an address', async () => {
  const name = [
    { '@value': 'Erste Hilfe', '@language': 'de' },
    { '@value': 'First Aid', '@language': 'en' },
  ]
  const one = await olderBadge('context-3.0.1.json', {
    issuer: stranger.didKey,
    credentialSubject: earned({ name, image: 'data:image/png;base64,AAAA' }),
  })
  expect(await read(one)).toMatchObject({
    name: 'Erste Hilfe',
    issuer: { id: stranger.didKey, name: null },
    image: 'data:image/png;base64,AAAA',
    issuedOn: '2026-01-02T03:04:05.000Z',
  })
})

test('an address that a browser would run is none', async () => {
  const odd = 'javascript:alert(1)'
  const one = {
    ...badge({ evidence: [{ id: odd, type: ['Evidence'] }] }),
    issuer: { id: 'urn:x', type: ['Profile'], url: odd },
    credentialSubject: earned({
      ...{ image: { id: 'data:text/html,<script>', type: 'Image' }, criteria: { id: odd } },
      alignment: [{ type: ['Alignment'], targetName: 'x', targetUrl: odd }],
    }),
  }
  expect(JSON.stringify(await read(one))).not.toMatch(/javascript|text\/html/)
})

test('a credential that is no badge has a name at least where it says one', async () => {
  const other = {
    ...badge(),
    name: 'Licence',
    description: 'To drive.',
    credentialSubject: { id: 'urn:x' },
  }
  expect(await read(other)).toMatchObject({ name: 'Licence', description: 'To drive.' })
})

const complete = new URL('../../../shared/fixtures/invalid/ob30/complete.json', import.meta.url)

if (existsSync(complete)) {
  test('of the badge that has every member there is, all that is shown is read', async () => {
    const one = JSON.parse(readFileSync(complete, 'utf8')) as Json
    const said = await read(one)
    expect(said).toMatchObject({
      id: one['id'],
      subjectId: (one['credentialSubject'] as Json)['id'],
    })
    expect(said?.evidence).toHaveLength((one['evidence'] as unknown[]).length)
    expect(said?.alignments.every(({ name, url }) => name !== '' && url !== null)).toBe(true)
    expect(said?.recipients.length).toBeGreaterThan(0)
    expect([said?.name, said?.description, said?.issuer.name, said?.image]).not.toContain(null)
  })
} else {
  test('the badge that has every member there is is not there: it is not read', () => {
    expect(existsSync(complete)).toBe(false)
  })
}
