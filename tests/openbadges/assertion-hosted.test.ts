import { expect, test } from 'vitest'
import { assertion, badge, checkIn, failed, home, issuer, on, webWith, without } from './awards.ts'
import { emptyWeb } from './web.ts'

test('what stands at its address, where its issuer’s badges stand, is proven', async () => {
  const verdict = await checkIn(webWith())
  expect(
    verdict.findings.map(({ question, outcome, code }) => `${question} ${outcome} ${code}`),
  ).toEqual([
    'format passed badge-found',
    'conformance passed members-right',
    'proof passed found-at-address',
    'issuer passed issuer-proven',
    'status passed not-revoked',
    'dates passed in-time',
    'recipient unchecked recipient-not-given',
  ])
  expect(verdict.version).toBe('2.0')
})

test('what the badge says is given in one shape', async () => {
  expect((await checkIn(webWith())).badge).toEqual({
    id: assertion.id,
    name: 'First Aid',
    description: 'Knows what to do.',
    criteria: { narrative: 'Passed a test.', url: null },
    image: badge.image,
    issuer: { id: issuer.id, name: 'Harbour School', url: home, email: 'badges@issuer.test' },
    issuedOn: '2026-03-04T09:00:00.000Z',
    validFrom: '2026-03-04T09:00:00.000Z',
    expiresOn: '2028-03-04T00:00:00.000Z',
    tags: ['health'],
    alignments: [
      {
        name: 'CEFR B2',
        url: 'https://coe.test/b2',
        framework: null,
        code: 'B2',
        description: null,
      },
    ],
    evidence: [
      { url: null, name: null, narrative: 'Over a year.' },
      { url: 'https://e.test/1', name: null, narrative: 'Drew a map.' },
    ],
    recipientName: null,
    recipients: [
      { type: 'email', isHashed: true, salt: 'deadsea', value: assertion.recipient.identity },
    ],
    subjectId: null,
    language: null,
  })
})

test.each<[string, object]>([
  ['recipient', { recipient: { ...assertion.recipient, salt: 'x' } }],
  ['badge', { badge: `${home}/better.json` }],
  ['issuedOn', { issuedOn: '2020-01-01T00:00:00Z' }],
  ['expires', { expires: '2099-01-01T00:00:00Z' }],
])('a copy with another %s is noticed, and the original counts', async (member, change) => {
  const verdict = await checkIn(webWith(), { ...assertion, ...change })
  expect(on(verdict, 'proof')).toEqual(['failed copy-differs'])
  expect(verdict.findings.find(({ code }) => code === 'copy-differs')?.facts).toEqual({
    members: member,
  })
  expect(verdict.badge).toEqual((await checkIn(webWith())).badge)
})

test('the same in other words is no difference', async () => {
  const copy = {
    ...assertion,
    recipient: { ...assertion.recipient, identity: assertion.recipient.identity.toUpperCase() },
    issuedOn: '2026-03-04T09:00:00Z',
    badge,
  }
  expect(on(await checkIn(webWith(), copy), 'proof')).toEqual(['passed found-at-address'])
})

test('a badge inside the assertion is a hint only, and so is an issuer inside the badge', async () => {
  const forged = {
    ...badge,
    name: 'Doctor of Medicine',
    issuer: { ...issuer, name: 'University', verification: { allowedOrigins: 'anywhere.test' } },
  }
  const verdict = await checkIn(webWith({ assertion: { badge: forged } }), {
    ...assertion,
    badge: forged,
  })
  expect(verdict.badge).toMatchObject({ name: 'First Aid', issuer: { name: 'Harbour School' } })
})

test('without an address a badge inside is part of what stands there', async () => {
  const own = { ...without(badge, '@context'), id: '_:b0', name: 'Swimming' }
  const verdict = await checkIn(webWith({ assertion: { badge: own } }), {
    ...assertion,
    badge: own,
  })
  expect(failed(verdict)).toEqual([])
  expect(verdict.badge?.name).toBe('Swimming')
})

test.each<[string, number, unknown, string | undefined]>([
  ['410 and nothing', 410, '', undefined],
  [
    '410 with a reason',
    410,
    { id: assertion.id, revoked: true, revocationReason: 'A mistake' },
    'A mistake',
  ],
  ['200 and “revoked”', 200, { ...assertion, revoked: true, revocationReason: 'Left' }, 'Left'],
])('a badge is revoked by %s', async (_what, status, content, reason) => {
  const web = webWith()
  web.stands(assertion.id, content, status)
  const verdict = await checkIn(web)
  expect(failed(verdict)).toEqual(['revoked'])
  expect(verdict.findings.find(({ code }) => code === 'revoked')?.facts?.['reason']).toBe(reason)
  expect(verdict.badge?.name).toBe('First Aid')
})

test('of a revoked badge nothing is taken from the copy', async () => {
  const web = webWith()
  web.stands(assertion.id, '', 410)
  const { badge: data } = await checkIn(web, { ...assertion, badge: { ...badge, name: 'Forged' } })
  expect(data).toMatchObject({ name: 'First Aid', recipients: [], issuedOn: null, evidence: [] })
})

test('an address that says there is nothing makes the badge false', async () => {
  const web = webWith()
  web.stands(assertion.id, 'not found', 404)
  const verdict = await checkIn(web)
  expect(on(verdict, 'proof')).toEqual(['failed assertion-not-found'])
  expect(on(verdict, 'status')).toEqual(['unchecked status-unreachable'])
  expect(verdict.badge).toBeNull()
})

test('a page for people in its place does, too', async () => {
  const web = webWith()
  web.stands(assertion.id, '<html>Welcome</html>')
  expect(failed(await checkIn(web))).toContain('assertion-not-found')
})

test.each([
  ['silence', undefined],
  ['an error', 503],
  ['a locked door', 403],
])('%s proves nothing, neither way, and shows nothing of the copy', async (_what, status) => {
  const web = webWith({ assertion: null })
  if (status !== undefined) web.stands(assertion.id, 'x', status)
  const verdict = await checkIn(web, assertion, { recipients: ['ana@example.org'] })
  expect(failed(verdict)).toEqual([])
  expect(on(verdict, 'proof')).toEqual(['unchecked assertion-unreachable'])
  expect(on(verdict, 'issuer')).toEqual(['unchecked issuer-not-proven'])
  expect(on(verdict, 'status')).toEqual(['unchecked status-unreachable'])
  expect(on(verdict, 'dates')).toEqual(['unchecked dates-not-proven'])
  expect(on(verdict, 'recipient')).toEqual(['unchecked recipient-not-proven'])
  expect(verdict.badge).toBeNull()
})

test.each<[string, object]>([
  ['no address', { id: 'urn:uuid:2d391246-6e0d-4dab-906c-b29770bd7aa6' }],
  ['a signature that it lacks', { verification: { type: 'SignedBadge' } }],
])('a badge that names %s proves nothing', async (_what, change) => {
  const verdict = await checkIn(webWith(), { ...assertion, ...change })
  expect(failed(verdict)).toEqual(['proof-missing'])
  expect(verdict.badge).toBeNull()
})

test('no document is asked for twice, and not many are', async () => {
  const web = webWith()
  await checkIn(web, assertion.id)
  expect(web.asked.toSorted()).toEqual(
    [assertion.id, assertion.id, badge.id, badge.image, issuer.id].toSorted(),
  )
  expect((await checkIn(emptyWeb(), assertion.id)).findings.map(({ code }) => code)).toEqual([
    'address-unreachable',
  ])
})
