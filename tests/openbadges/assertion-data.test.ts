import { expect, test } from 'vitest'
import { assertion, badge, checkIn, failed, on, webWith, type Changes } from './awards.ts'
import { drawn } from './pictures.ts'

const dataUri = (type: string, bytes: Uint8Array) =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`

type Part = 'assertion' | 'badge' | 'issuer'

/** What is said of badges of which one part is otherwise, and stands so at its address. */
async function saidOf(part: Part, change: Changes): Promise<string[]> {
  const copy = part === 'assertion' ? { ...assertion, ...change } : assertion
  return on(await checkIn(webWith({ [part]: change }), copy), 'conformance')
}

test.each<[Part, string]>([
  ...['recipient', 'badge', 'issuedOn'].map((name): [Part, string] => ['assertion', name]),
  ...['id', 'name', 'description', 'criteria', 'issuer'].map((name): [Part, string] => [
    'badge',
    name,
  ]),
  ...['id', 'name', 'url', 'email'].map((name): [Part, string] => ['issuer', name]),
])('of the %s, “%s” has to be there', async (part, name) => {
  expect(await saidOf(part, { [name]: undefined })).toContain('failed member-missing')
  expect(await saidOf(part, { [name]: null })).toContain('failed member-missing')
})

test('a badge without a picture is unusual, and no more', async () => {
  expect(await saidOf('badge', { image: undefined })).toEqual(['warning member-wished'])
})

test.each<[Part, Changes]>([
  ['assertion', { recipient: 'ana@example.org' }],
  ['assertion', { recipient: { ...assertion.recipient, hashed: 'yes' } }],
  ['assertion', { recipient: { ...assertion.recipient, hashed: undefined } }],
  ['assertion', { recipient: { ...assertion.recipient, type: undefined } }],
  ['assertion', { recipient: { ...assertion.recipient, salt: 1 } }],
  ['assertion', { recipient: { ...assertion.recipient, identity: 'sha1$0000' } }],
  ['assertion', { recipient: { ...assertion.recipient, hashed: false, identity: 'nobody' } }],
  ['assertion', { recipient: [assertion.recipient] }],
  ['assertion', { verification: { type: 'TrustMe' } }],
  ['assertion', { verification: 'hosted' }],
  ['assertion', { badge: 17 }],
  ['assertion', { issuedOn: '2026-03-04' }],
  ['assertion', { issuedOn: '2026-03-04T10:00:00' }],
  ['assertion', { issuedOn: 1_772_614_800 }],
  ['assertion', { expires: 'never' }],
  ['assertion', { image: dataUri('image/png', drawn) }],
  ['assertion', { evidence: ['not an address'] }],
  ['assertion', { narrative: 5 }],
  ['assertion', { revoked: 'no' }],
  ['badge', { image: dataUri('image/jpeg', Uint8Array.of(0xff, 0xd8)) }],
  ['badge', { image: dataUri('image/png', Buffer.from('GIF89a')) }],
  ['badge', { image: 'picture.png' }],
  ['badge', { criteria: {} }],
  ['badge', { criteria: 'Do it.' }],
  ['badge', { name: 5 }],
  ['badge', { tags: [5] }],
  ['badge', { alignment: [{ targetName: 'B2' }] }],
  ['issuer', { url: 'issuer.test' }],
  ['issuer', { email: 'nobody' }],
  ['issuer', { verification: { startsWith: 'urn:x' } }],
  ['issuer', { verification: { allowedOrigins: [5] } }],
])('the %s is wrong with %j', async (part, change) => {
  expect(await saidOf(part, change)).toContain('failed member-wrong')
})

test.each<[Part, Changes]>([
  ['assertion', { recipient: { type: 'url', hashed: false, identity: 'https://ana.test/' } }],
  ['assertion', { recipient: { ...assertion.recipient, identity: `md5$${'0'.repeat(32)}` } }],
  ['assertion', { verification: undefined, verify: { type: 'hosted' } }],
  ['assertion', { verification: { type: ['HostedBadge'] } }],
  ['assertion', { issuedOn: '2026-03-04T10:00Z' }],
  ['assertion', { issuedOn: '2026-03-04T10:00:00.123456+0000' }],
  ['assertion', { image: badge.image }],
  ['assertion', { image: { id: badge.image, caption: 'A star' } }],
  ['assertion', { evidence: 'https://e.test/' }],
  ['assertion', { type: ['Assertion', 'https://w3id.org/x#Other'] }],
  ['badge', { image: dataUri('image/png', drawn) }],
  ['badge', { image: 'data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22/%3E' }],
  ['badge', { image: { id: badge.image, author: 'https://a.test/' } }],
  ['badge', { criteria: 'https://c.test/' }],
  ['badge', { type: 'obi:BadgeClass', tags: 'one' }],
  ['issuer', { type: 'Profile', email: ['a@b.test', 'c@b.test'] }],
])('the %s is right with %j', async (part, change) => {
  expect(await saidOf(part, change)).toEqual(['passed members-right'])
})

test.each<[Part, unknown]>([
  ['assertion', ['Assertion', 'Unheard']],
  ['assertion', 'OtherAssertion'],
  ['assertion', 'BadgeClass'],
  ['badge', 'Assertion'],
  ['badge', ['Extension']],
  ['issuer', 'Criteria'],
  ['issuer', 5],
])('the %s is not of type %j', async (part, type) => {
  const verdict = await checkIn(webWith({ [part]: { type } }))
  expect(failed(verdict)).toContain('type-wrong')
})

test.each<[string, string, unknown]>([
  ['failed extension-wrong', 'extensions:ApplyLink', { url: 'soon' }],
  ['failed extension-wrong', 'extensions:ApplyLink', {}],
  [
    'failed extension-wrong',
    'https://w3id.org/openbadges/extensions#ExampleExtension',
    { exampleProperty: 1337 },
  ],
  [
    'failed extension-wrong',
    'obi:extensions/#ExampleExtension',
    { 'http://schema.org/text': 1337 },
  ],
  ['passed members-right', 'extensions:ApplyLink', { url: 'https://apply.test/' }],
  [
    'passed members-right',
    'extensions:ExampleExtension',
    { 'http://schema.org/text': 'The same, spelled out' },
  ],
  ['passed members-right', 'extensions:Unheard', { url: 5 }],
  ['passed members-right', 'extensions:constructor', {}],
])('%s: an extension %s with %j', async (said, type, members) => {
  const extension = { type: ['Extension', type], ...(members as object) }
  expect(await saidOf('badge', { 'extensions:some': extension })).toContain(said)
})

test.each<[string, string[], string[], Changes]>([
  ['an end before its beginning', ['dates-contradict'], [], { expires: '2026-03-04T08:59:59Z' }],
  ['a beginning in the future', ['not-yet-valid'], [], { issuedOn: '2026-11-23T12:06:00Z' }],
  ['a beginning in this moment', [], ['passed in-time'], { issuedOn: '2026-11-23T12:04:00Z' }],
  ['an end that is over', ['expired'], [], { expires: '2026-11-23T12:00:00Z' }],
  ['an end to come', [], ['passed in-time'], { expires: '2026-11-23T12:00:01Z' }],
  ['no end', [], ['passed in-time'], { expires: undefined }],
])('a badge with %s', async (_what, codes, said, change) => {
  const verdict = await checkIn(webWith({ assertion: change }), { ...assertion, ...change })
  expect(failed(verdict)).toEqual(codes)
  if (said.length > 0) expect(on(verdict, 'dates')).toEqual(said)
})

test('a picture elsewhere that is none, or away, takes nothing from the badge', async () => {
  const said = async (content: unknown, status = 200) => {
    const web = webWith()
    web.stands(badge.image, content, status)
    return on(await checkIn(web), 'conformance')
  }
  expect(await said(Uint8Array.of(0xff, 0xd8, 0xff))).toEqual(['warning image-wrong'])
  expect(await said('', 404)).toEqual(['warning image-not-found'])
  expect(await said('', 503)).toEqual(['passed members-right'])
  expect(await said('<svg xmlns="http://www.w3.org/2000/svg"/>')).toEqual(['passed members-right'])
})

test.each<[string[] | undefined, string]>([
  [undefined, 'unchecked recipient-not-given'],
  [[], 'unchecked recipient-not-given'],
  [['ben@example.org', 'ana@example.org'], 'passed recipient-matches'],
  [['ben@example.org'], 'failed recipient-differs'],
])('asked about %j, the recipient is %s', async (recipients, said) => {
  expect(
    on(await checkIn(webWith(), assertion, recipients && { recipients }), 'recipient'),
  ).toEqual([said])
})

test.each<[string, Changes]>([
  ['passed recipient-matches', { type: 'email', hashed: false, identity: 'Ana@Example.org' }],
  [
    'passed recipient-matches',
    { type: 'email', hashed: true, identity: 'md5$ee63465620787644e046e9465740f293' },
  ],
  [
    'unchecked recipient-of-other-kind',
    { type: 'url', hashed: false, identity: 'https://ana.test/' },
  ],
])('%s for %j', async (said, recipient) => {
  const change = { recipient }
  const verdict = await checkIn(
    webWith({ assertion: change }),
    { ...assertion, ...change },
    { recipients: ['ana@example.org'] },
  )
  expect(on(verdict, 'recipient')).toEqual([said])
})
