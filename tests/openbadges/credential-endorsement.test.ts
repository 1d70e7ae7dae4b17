import { expect, test } from 'vitest'
import { checked, found } from './support/credential-checks.ts'
import {
  badge,
  contexts,
  schoolId,
  signed,
  stranger,
  subject,
  type Json,
} from './support/credential-issuers.ts'
import { jwkOf, jwt, jwtController, jwtKeys } from './support/credential-jwts.ts'
import { listUrl, statusEntry, statusList } from './support/credential-status-lists.ts'
import { emptyWeb } from './web.ts'

// Endorsements: OB 3.0 §9.2.

/** What somebody else says of the badge, or of a part of it. */
const said = (about: unknown, changes: Json = {}): Json => ({
  '@context': contexts,
  id: 'urn:uuid:33333333-3333-4333-8333-333333333333',
  type: ['VerifiableCredential', 'EndorsementCredential'],
  name: 'Well made',
  issuer: { id: stranger.didKey, type: ['Profile'], name: 'Board of Schools' },
  validFrom: '2026-01-02T03:04:05Z',
  credentialSubject: {
    ...{ id: about, type: ['EndorsementSubject'], endorsementComment: 'We know them.' },
  },
  ...changes,
})

const endorsed = (about: unknown, changes: Json = {}) =>
  signed(said(about, changes), { keys: stranger })

const own = badge()
const achievement = subject()['achievement'] as Json
const issuer = own['issuer'] as Json

test('an endorsement of the badge is proven by its own proof, and says who and what', async () => {
  const one = await signed(badge({ endorsement: [await endorsed(own['id'])] }))
  const { findings } = await checked(one)
  expect(findings.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  expect(findings.find(({ question }) => question === 'endorsement')).toMatchObject({
    ...{ outcome: 'passed', code: 'endorsement-right' },
    facts: { issuer: stranger.didKey, name: 'Board of Schools', comment: 'We know them.' },
  })
})

test('endorsements are found wherever they are', async () => {
  const one = await signed(
    badge({
      endorsement: [await endorsed(own['id'])],
      issuer: { ...issuer, endorsement: [await endorsed(issuer['id'])] },
      credentialSubject: subject({
        achievement: {
          ...achievement,
          endorsement: [await endorsed(achievement['id'])],
          creator: {
            ...{ id: 'https://creator.test/1', type: ['Profile'] },
            endorsement: [await endorsed('https://creator.test/1')],
          },
        },
      }),
    }),
  )
  expect(await found(one, 'endorsement')).toEqual(Array(4).fill('passed endorsement-right'))
})

test('a badge without any has no finding on them', async () => {
  expect(await found(await signed(badge()), 'endorsement')).toEqual([])
})

test.each<[string, () => Promise<unknown>, string]>([
  [
    'about something else',
    () => endorsed('urn:uuid:99999999-9999-4999-8999-999999999999'),
    'failed endorsement-of-another',
  ],
  [
    'that was changed',
    async () => ({ ...(await endorsed(own['id'])), name: 'Best of all' }),
    'failed endorsement-signature-wrong',
  ],
  ['without a proof', () => Promise.resolve(said(own['id'])), 'failed endorsement-proof-missing'],
  [
    'of one who did not sign it',
    () => signed(said(own['id'])),
    'failed endorsement-key-not-of-issuer',
  ],
  [
    'that has ended',
    () => endorsed(own['id'], { validUntil: '2026-02-01T00:00:00Z' }),
    'failed endorsement-expired',
  ],
  [
    'without a name',
    () => endorsed(own['id'], { name: undefined }),
    'failed endorsement-member-missing',
  ],
  [
    'of one who does not answer',
    () =>
      signed(said(own['id'], { issuer: schoolId }), { verificationMethod: `${schoolId}#key-1` }),
    'unchecked endorsement-key-unreachable',
  ],
])(
  'an endorsement %s is not taken, and the badge is still itself',
  async (_what, make, finding) => {
    const one = { ...(await signed(own)), endorsement: [JSON.parse(JSON.stringify(await make()))] }
    const right = await signed({ ...own, endorsement: one.endorsement })
    expect(await found(right, 'endorsement')).toEqual([finding])
    expect(await found(right, 'proof')).toEqual(['passed signature-right'])
  },
)

test('what is no credential is no endorsement', async () => {
  const web = emptyWeb()
  web.stands(schoolId, jwtController(jwkOf(jwtKeys.RS256.publicKey)))
  const one = await jwt({ badge: { ...own, issuer: { id: schoolId }, endorsement: [7, 'no'] } })
  expect(await found(one, 'endorsement', { web })).toEqual(
    Array(2).fill('failed endorsement-malformed'),
  )
})

test('an endorsement may be a JWT', async () => {
  const web = emptyWeb()
  const jwk = jwkOf(jwtKeys.ES256.publicKey)
  web.stands(schoolId, jwtController(jwk))
  const by = { issuer: { id: schoolId, type: ['Profile'], name: 'School' } }
  const endorsement = await jwt({ alg: 'ES256', badge: said(own['id'], by) })
  const wrong = await jwt({ badge: said(own['id'], by), alg: 'RS256' })
  const words = { endorsementJwt: { '@id': 'https://example.org/words#endorsementJwt' } }
  const one = await signed(
    badge({ '@context': [...contexts, words], endorsementJwt: [endorsement, wrong] }),
  )
  expect(await found(one, 'endorsement', { web })).toEqual([
    'passed endorsement-right',
    'failed endorsement-key-malformed',
  ])
})

test('an endorsement can be taken back', async () => {
  const web = emptyWeb()
  web.stands(listUrl, await statusList({ set: [94_567], keys: stranger }))
  const one = await signed(
    badge({ endorsement: [await endorsed(own['id'], { credentialStatus: statusEntry() })] }),
  )
  expect(await found(one, 'endorsement', { web })).toEqual(['failed endorsement-revoked'])
})

test('so many that nobody reads them are not all checked', async () => {
  const one = await endorsed(own['id'])
  const many = Array.from({ length: 9 }, () => one)
  const findings = await found(await signed(badge({ endorsement: many })), 'endorsement')
  expect(findings).toHaveLength(9)
  expect(findings.at(-1)).toBe('unchecked endorsement-unchecked')
})
