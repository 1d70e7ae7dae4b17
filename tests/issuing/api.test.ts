import { expect, test } from 'vitest'
import { db } from '#db'
import { newId } from '#ids'
import { startApp } from '../support/app.ts'
import { call, newBadge } from '../support/issuer-api.ts'
import { badgeOf, issuer, learner, logIn } from '../support/people.ts'

startApp()

test('an issuer makes a badge, awards it, looks at it and takes it back', async () => {
  const { key } = await issuer()
  const made = await call(key, 'POST', '/badges', newBadge)
  expect(made).toMatchObject({ status: 201, body: { name: 'First Aid', skills: ['First aid'] } })

  const award = {
    badge: made.body['id'],
    email: 'Ana@Example.org',
    name: 'Ana García',
    issuedOn: '2026-03-04',
    expiresOn: '2028-03-04',
    evidence: [{ url: 'https://example.org/e' }],
    language: 'es',
  }
  const given = await call(key, 'POST', '/awards', award)
  expect(given).toMatchObject({
    status: 201,
    body: {
      state: 'waiting',
      email: 'Ana@Example.org',
      issuedOn: '2026-03-04T00:00:00.000Z',
      expiresOn: '2028-03-04T23:59:59.999Z',
    },
  })
  const path = `/awards/${String(given.body['id'])}`
  expect(await call(key, 'GET', path)).toMatchObject({ status: 200, body: { state: 'waiting' } })
  expect(await db.assertion.findFirst({ where: { id: String(given.body['id']) } })).toMatchObject({
    recipientAddress: 'ana@example.org',
  })

  expect(await call(key, 'POST', `${path}/revoke`, { reason: 'A mistake' })).toMatchObject({
    status: 200,
    body: { state: 'revoked', revocationReason: 'A mistake' },
  })
  expect(await call(key, 'POST', `${path}/revoke`, { reason: 'Another' })).toMatchObject({
    body: { revocationReason: 'A mistake' },
  })
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
  expect(
    await call(two.key, 'POST', '/awards', { badge: id, email: 'ana@example.org' }),
  ).toMatchObject({ status: 400, body: { errors: [{ field: 'badge' }] } })
  expect(await call(one.key, 'GET', path)).toMatchObject({ body: { state: 'waiting' } })
})

test('without a living key there is one answer for everything', async () => {
  const { key, id } = await issuer()
  const session = (await logIn(await learner('Maria'))).cookies.get('sid') ?? ''
  await db.apiKey.updateMany({ where: { issuerId: id }, data: { revokedAt: new Date() } })
  const tries = await Promise.all([
    call(null, 'POST', '/badges', newBadge),
    call(key, 'POST', '/badges', newBadge),
    call(`bp_${'x'.repeat(43)}`, 'POST', '/badges', newBadge),
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
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => call(key, 'POST', '/awards', input, headers)),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1)
  expect(await db.assertion.count({ where: { issuerId: id } })).toBe(1)
  const other = await call(key, 'POST', '/awards', { ...input, email: 'tom@example.org' }, headers)
  expect(other).toMatchObject({
    status: 422,
    type: expect.stringContaining('application/problem+json'),
  })
})

test('a refused award does not use its key up', async () => {
  const { key, id } = await issuer()
  const headers = { 'idempotency-key': 'row-2' }
  expect(
    (await call(key, 'POST', '/awards', { badge: 'none', email: 'ana@example.org' }, headers))
      .status,
  ).toBe(400)
  const right = { badge: await badgeOf({ id, name: '' }), email: 'ana@example.org' }
  expect((await call(key, 'POST', '/awards', right, headers)).status).toBe(201)
})

test('protected fields in a body change nothing', async () => {
  const { key, id } = await issuer()
  const input = { badge: await badgeOf({ id, name: '' }), email: 'ana@example.org' }
  const given = await call(key, 'POST', '/awards', {
    ...input,
    id: 'mine',
    ownerId: 'me',
    decision: 'ACCEPTED',
    visibility: 'PUBLIC',
    issuerId: 'x',
    revokedAt: null,
    __proto__: { a: 1 },
  })
  const row = await db.assertion.findUniqueOrThrow({ where: { id: String(given.body['id']) } })
  expect(row).toMatchObject({ ownerId: null, decision: null, visibility: 'ONLY_ME', issuerId: id })
})

test('an address in capitals or with a foreign domain is one person', async () => {
  const { key, id } = await issuer()
  const made = await badgeOf({ id, name: '' })
  const given = await call(key, 'POST', '/awards', {
    badge: made,
    email: ' José'.trim().replace('é', 'e') + '@MÜNCHEN.example',
  })
  expect(await db.assertion.findUnique({ where: { id: String(given.body['id']) } })).toMatchObject({
    recipientAddress: 'jose@xn--mnchen-3ya.example',
  })
})
