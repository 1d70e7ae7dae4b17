import { expect, test } from 'vitest'
import { db } from '#db'
import { newId } from '#ids'
import { site, startApp } from '../support/app.ts'
import { badgeOf, issuer, learner, logIn, picture } from '../support/people.ts'

startApp()

interface Answer {
  status: number
  type: string
  body: Record<string, unknown> & { errors?: { field: string; pointer: string; detail: string }[] }
}

async function call(key: string | null, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${site}/api/v1${path}`, {
    method,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, type: response.headers.get('content-type') ?? '', body: (await response.json()) as Answer['body'] }
}

const badge = {
  name: 'First Aid',
  description: 'Knows what to do.',
  criteria: 'Passed a **test**.',
  image: picture,
  skills: ['First aid'],
  alignments: [{ name: 'CEFR B2', url: 'https://example.org/cefr', framework: 'CEFR', code: 'B2' }],
}

test('an issuer makes a badge, awards it, looks at it and takes it back', async () => {
  const { key } = await issuer()
  const made = await call(key, 'POST', '/badges', badge)
  expect(made).toMatchObject({ status: 201, body: { name: 'First Aid', skills: ['First aid'] } })

  const award = { badge: made.body['id'], email: 'Ana@Example.org', name: 'Ana García', issuedOn: '2026-03-04', expiresOn: '2028-03-04', evidence: [{ url: 'https://example.org/e' }], language: 'es' }
  const given = await call(key, 'POST', '/awards', award)
  expect(given).toMatchObject({ status: 201, body: { state: 'waiting', email: 'Ana@Example.org', issuedOn: '2026-03-04T00:00:00.000Z', expiresOn: '2028-03-04T23:59:59.999Z' } })
  const path = `/awards/${String(given.body['id'])}`
  expect(await call(key, 'GET', path)).toMatchObject({ status: 200, body: { state: 'waiting' } })
  expect(await db.assertion.findFirst({ where: { id: String(given.body['id']) } })).toMatchObject({ recipientAddress: 'ana@example.org' })

  expect(await call(key, 'POST', `${path}/revoke`, { reason: 'A mistake' })).toMatchObject({ status: 200, body: { state: 'revoked', revocationReason: 'A mistake' } })
  expect(await call(key, 'POST', `${path}/revoke`, { reason: 'Another' })).toMatchObject({ body: { revocationReason: 'A mistake' } })
})

test('an issuer sees, awards and revokes nothing of another', async () => {
  const [one, two] = [await issuer('One'), await issuer('Two')]
  const id = await badgeOf(one)
  const given = await call(one.key, 'POST', '/awards', { badge: id, email: 'ana@example.org' })
  const path = `/awards/${String(given.body['id'])}`
  const foreign = await call(two.key, 'GET', path)
  const missing = await call(two.key, 'GET', `/awards/${newId()}`)
  expect(foreign.status).toBe(404)
  expect(foreign).toEqual(missing)
  expect((await call(two.key, 'POST', `${path}/revoke`, { reason: 'x' })).status).toBe(404)
  expect(await call(two.key, 'POST', '/awards', { badge: id, email: 'ana@example.org' })).toMatchObject({ status: 400, body: { errors: [{ field: 'badge' }] } })
  expect(await call(one.key, 'GET', path)).toMatchObject({ body: { state: 'waiting' } })
})

test('without a living key there is one answer for everything', async () => {
  const { key, id } = await issuer()
  const session = (await logIn(await learner('Maria'))).cookies.get('sid') ?? ''
  await db.apiKey.updateMany({ where: { issuerId: id }, data: { revokedAt: new Date() } })
  const tries = await Promise.all([
    call(null, 'POST', '/badges', badge),
    call(key, 'POST', '/badges', badge),
    call(`bp_${'x'.repeat(43)}`, 'POST', '/badges', badge),
    call('', 'GET', '/awards/x'),
    call(null, 'GET', `/awards/x?key=${key}`),
    call(null, 'GET', '/awards/x', undefined, { cookie: `sid=${session}` }),
  ])
  expect(new Set(tries.map(({ status }) => status))).toEqual(new Set([401]))
  expect(new Set(tries.map(({ body }) => JSON.stringify(body))).size).toBe(1)
})

test('the key is kept as a hash only', async () => {
  const { key, id } = await issuer()
  const kept = await db.apiKey.findFirst({ where: { issuerId: id } })
  expect(JSON.stringify(kept)).not.toContain(key)
  expect(kept?.keyHash).toHaveLength(43)
})

test('the same Idempotency-Key has one effect, also fifty times at once', async () => {
  const { key, id } = await issuer()
  const input = { badge: await badgeOf({ id, name: '' }), email: 'ana@example.org' }
  const headers = { 'idempotency-key': 'row-1' }
  const answers = await Promise.all(Array.from({ length: 50 }, () => call(key, 'POST', '/awards', input, headers)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1)
  expect(await db.assertion.count({ where: { issuerId: id } })).toBe(1)
  const other = await call(key, 'POST', '/awards', { ...input, email: 'tom@example.org' }, headers)
  expect(other).toMatchObject({ status: 422, type: expect.stringContaining('application/problem+json') })
})

test('a refused award does not use its key up', async () => {
  const { key, id } = await issuer()
  const headers = { 'idempotency-key': 'row-2' }
  expect((await call(key, 'POST', '/awards', { badge: 'none', email: 'ana@example.org' }, headers)).status).toBe(400)
  const right = { badge: await badgeOf({ id, name: '' }), email: 'ana@example.org' }
  expect((await call(key, 'POST', '/awards', right, headers)).status).toBe(201)
})

const wrongBadges: [string, string, object][] = [
  ['no name', 'name', { name: undefined }],
  ['an empty name', 'name', { name: '  ' }],
  ['a name with NUL', 'name', { name: 'a\0b' }],
  ['a name that is half a letter', 'name', { name: 'a\ud800' }],
  ['a name in two lines', 'name', { name: 'a\nb' }],
  ['a name ten times too long', 'name', { name: 'a'.repeat(1500) }],
  ['an operator for a name', 'name', { name: { not: '' } }],
  ['a list for a name', 'name', { name: ['a'] }],
  ['a picture that is none', 'image', { image: 'hello' }],
  ['a picture of another kind', 'image', { image: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' }],
  ['an address as picture', 'image', { image: 'https://example.org/a.png' }],
  ['skills that are no list', 'skills', { skills: 'one' }],
  ['a number for a skill', 'skills.1', { skills: ['one', 2] }],
  ['a script for a link', 'alignments.0.url', { alignments: [{ name: 'x', url: 'javascript:alert(1)' }] }],
]

test.each(wrongBadges)('a badge with %s is refused with its field, and nothing is stored', async (_what, field, change) => {
  const { key, id } = await issuer()
  const answer = await call(key, 'POST', '/badges', { ...badge, ...change })
  expect(answer).toMatchObject({ status: 400, type: expect.stringContaining('application/problem+json') })
  expect(answer.body.errors?.[0]?.field).toBe(field)
  expect(answer.body.errors?.[0]?.pointer).toBe(`#/${field.replaceAll('.', '/')}`)
  expect(await db.achievement.count({ where: { issuerId: id } })).toBe(0)
})

const wrongAwards: [string, string, object][] = [
  ['a badge id with NUL', 'badge', { badge: 'a\0b' }],
  ['an operator for a badge', 'badge', { badge: { not: '' } }],
  ['two addresses', 'email', { email: 'a@x.test, b@x.test' }],
  ['a header', 'email', { email: 'a@x.test\r\nBcc: b@x.test' }],
  ['a display name', 'email', { email: 'Ana <a@x.test>' }],
  ['a quoted address', 'email', { email: '"a,b@y"@x.test' }],
  ['a group', 'email', { email: 'all: a@x.test;' }],
  ['a local part of 400 letters', 'email', { email: `${'a'.repeat(400)}@x.test` }],
  ['no address', 'email', { email: undefined }],
  ['a day that is none', 'issuedOn', { issuedOn: '2026-02-30' }],
  ['a date in another order', 'issuedOn', { issuedOn: '04/03/2026' }],
  ['a year far away', 'issuedOn', { issuedOn: '9999-01-01' }],
  ['an end before its start', 'expiresOn', { issuedOn: '2026-03-04', expiresOn: '2026-03-01' }],
  ['a number for a date', 'expiresOn', { expiresOn: 20260304 }],
  ['evidence without anything', 'evidence.0', { evidence: [{}] }],
  ['evidence on the disk', 'evidence.0.url', { evidence: [{ url: 'file:///etc/passwd' }] }],
  ['a language that is none', 'language', { language: '../en' }],
]

test.each(wrongAwards)('an award with %s is refused with its field, and nothing is stored', async (_what, field, change) => {
  const { key, id } = await issuer()
  const right = { badge: await badgeOf({ id, name: '' }), email: 'ana@example.org' }
  const answer = await call(key, 'POST', '/awards', { ...right, ...change })
  expect(answer.status).toBe(400)
  expect(answer.body.errors?.map((error) => error.field)).toContain(field)
  expect(await db.assertion.count({ where: { issuerId: id } })).toBe(0)
})

test.each([
  ['broken JSON', '{"badge":', 400],
  ['JSON of 30,000 levels', '['.repeat(30_000) + ']'.repeat(30_000), 400],
  ['a list', '[]', 400],
  ['null', 'null', 400],
  ['4 MiB', JSON.stringify({ badge: 'a'.repeat(4 * 1024 * 1024) }), 413],
])('%s gets a clear 4xx', async (_what, body, status) => {
  const { key } = await issuer()
  const answer = await call(key, 'POST', '/awards', body)
  expect(answer).toMatchObject({ status, type: expect.stringContaining('application/problem+json') })
})

test('a form is not taken for JSON', async () => {
  const { key } = await issuer()
  const answer = await call(key, 'POST', '/awards', 'badge=x', { 'content-type': 'application/x-www-form-urlencoded' })
  expect(answer.status).toBe(415)
})

test('protected fields in a body change nothing', async () => {
  const { key, id } = await issuer()
  const input = { badge: await badgeOf({ id, name: '' }), email: 'ana@example.org' }
  const given = await call(key, 'POST', '/awards', { ...input, id: 'mine', ownerId: 'me', decision: 'ACCEPTED', visibility: 'PUBLIC', issuerId: 'x', revokedAt: null, __proto__: { a: 1 } })
  const row = await db.assertion.findUniqueOrThrow({ where: { id: String(given.body['id']) } })
  expect(row).toMatchObject({ ownerId: null, decision: null, visibility: 'ONLY_ME', issuerId: id })
})

test('an address in capitals or with a foreign domain is one person', async () => {
  const { key, id } = await issuer()
  const made = await badgeOf({ id, name: '' })
  const given = await call(key, 'POST', '/awards', { badge: made, email: ' José'.trim().replace('é', 'e') + '@MÜNCHEN.example' })
  expect(await db.assertion.findUnique({ where: { id: String(given.body['id']) } })).toMatchObject({ recipientAddress: 'jose@xn--mnchen-3ya.example' })
})
