import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyText } from './any-text.ts'
import {
  assertion,
  badge,
  checkIn,
  failed,
  issuer,
  now,
  on,
  pemOf,
  rsa,
  signed,
  webWith,
  type Changes,
} from './awards.ts'

// Documents that were written to do harm, or by accident.

const anyValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    '',
    'https://issuer.test/x',
    '_:b0',
    [],
    {},
    [[]],
    { id: 5 },
  ),
  anyText,
  fc.jsonValue({ maxDepth: 3 }),
)

/** A document with one of its members, or a member of a member, as something else. */
function mutated(document: Changes): fc.Arbitrary<Changes> {
  const names = fc.constantFrom(
    ...Object.keys(document),
    '__proto__',
    'constructor',
    'revoked',
    'verify',
    'endorsement',
  )
  return fc.tuple(names, names, anyValue, fc.boolean()).map(([name, inner, value, isDeep]) => {
    const old = document[name]
    const isObject = typeof old === 'object' && old !== null && !Array.isArray(old)
    const changed = isDeep && isObject ? { ...old, [inner]: value } : value
    return Object.fromEntries([...Object.entries(document), [name, changed]])
  })
}

const codes = new Set(['passed', 'failed', 'warning', 'unchecked'])

test('whatever a document says, and whatever stands elsewhere, a check answers', async () => {
  await fc.assert(
    fc.asyncProperty(
      mutated(assertion),
      mutated(badge),
      mutated(issuer),
      fc.boolean(),
      async (one, two, three, isOriginal) => {
        const web = webWith({ assertion: one, badge: two, issuer: three })
        const verdict = await checkIn(web, isOriginal ? assertion : JSON.stringify(one))
        expect(verdict.findings.length).toBeGreaterThan(0)
        expect(verdict.findings.every(({ outcome }) => codes.has(outcome))).toBe(true)
        expect(verdict.checkedAt).toBe(now.toISOString())
      },
    ),
    { numRuns: 300 },
  )
})

test('a part of any shape is answered for, too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated(badge), mutated(issuer)), async (part) => {
      expect((await checkIn(webWith(), JSON.stringify(part))).findings.length).toBeGreaterThan(0)
    }),
    { numRuns: 200 },
  )
})

const keys = rsa()
const payload = {
  ...assertion,
  id: 'urn:uuid:2d391246-6e0d-4dab-906c-b29770bd7aa6',
  verification: { type: 'SignedBadge' },
}
const key = { owner: issuer.id, publicKeyPem: pemOf(keys.publicKey) }
const jws = await signed(payload, keys.privateKey)

test('not one character of a signed badge can be another', async () => {
  const web = webWith({ issuer: { publicKey: key } })
  expect(failed(await checkIn(web, jws))).toEqual([])
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  // The last character of the signature has bits that mean nothing.
  const places = fc.nat(jws.length - 2)
  await fc.assert(
    fc.asyncProperty(places, fc.constantFrom(...alphabet), async (at, character) => {
      fc.pre(jws[at] !== character && jws[at] !== '.')
      const verdict = await checkIn(web, jws.slice(0, at) + character + jws.slice(at + 1))
      expect(on(verdict, 'proof')).not.toContain('passed signature-right')
      expect(verdict.badge).toBeNull()
    }),
    { numRuns: 300 },
  )
})

test('members that every object has are no members', async () => {
  const text = JSON.stringify(assertion).replace(
    '{',
    '{"__proto__":{"revoked":true,"issuedOn":"x"},',
  )
  const verdict = await checkIn(webWith(), text)
  expect(failed(verdict)).toEqual([])
  expect(on(verdict, 'status')).toEqual(['passed not-revoked'])
  expect(({} as Changes)['revoked']).toBeUndefined()
})

test('a type of any name is looked up nowhere but in the standard', async () => {
  for (const type of ['constructor', '__proto__', 'toString', 'obi:constructor'])
    expect(failed(await checkIn(webWith(), { ...assertion, type }))).toEqual(['type-wrong'])
})

test('a document that links in a circle comes to an end', async () => {
  const web = webWith({
    badge: { endorsement: [badge.id, assertion.id], issuer: badge.id },
    issuer: { revocationList: issuer.id, publicKey: issuer.id },
  })
  expect((await checkIn(web)).findings.length).toBeGreaterThan(0)
  expect(web.asked.length).toBeLessThan(30)
})

test('very many revoked badges are looked through in a moment', async () => {
  const web = webWith({ issuer: { publicKey: key, revocationList: 'https://issuer.test/list' } })
  const revokedAssertions = Array.from({ length: 300_000 }, (_, at) => `urn:uuid:${String(at)}`)
  web.stands('https://issuer.test/list', { revokedAssertions })
  const start = performance.now()
  expect(on(await checkIn(web, jws), 'status')).toEqual(['passed not-revoked'])
  expect(performance.now() - start).toBeLessThan(3000)
})
