import { expect, test } from 'vitest'
import { bakePng } from '#openbadges/bake-png'
import { identityHash } from '#openbadges/identity-hash'
import { checkIn, failed, home, on, pemOf, rsa, signed } from './awards.ts'
import { chunk, drawn, withChunks } from './pictures.ts'
import { emptyWeb } from './web.ts'

// Open Badges before 2.0, as they still lie in people's folders.

const address = `${home}/old/1`

const profile = { name: 'Harbour School', url: home, email: 'badges@issuer.test' }

const badge = {
  name: 'First Aid',
  description: 'Knows what to do.',
  image: `${home}/badge.png`,
  criteria: `${home}/criteria`,
  alignment: [{ name: 'CEFR B2', url: 'https://coe.test/b2', description: 'Upper intermediate' }],
  issuer: `${home}/issuer`,
}

const assertion = {
  uid: '17',
  recipient: {
    type: 'email',
    hashed: true,
    salt: 'x',
    identity: identityHash('ana@example.org', 'x'),
  },
  badge: `${home}/badge`,
  issuedOn: 1_396_310_400,
  verify: { type: 'hosted', url: address },
}

function webOf(document: unknown, change: { badge?: object; issuer?: object } = {}) {
  const web = emptyWeb()
  web.stands(address, document)
  web.stands(assertion.badge, { ...badge, ...change.badge })
  web.stands(badge.issuer, { ...profile, ...change.issuer })
  web.stands(badge.image, drawn)
  return web
}

const ask = (document: unknown, web = webOf(document)) =>
  checkIn(web, document, { recipients: ['ana@example.org'] })

test('1.0: seconds since 1970, no context, no types, and its address in “verify”', async () => {
  const verdict = await ask(assertion)
  expect(verdict.version).toBe('1.0')
  expect(failed(verdict)).toEqual([])
  expect(on(verdict, 'proof')).toEqual(['passed found-at-address'])
  expect(on(verdict, 'recipient')).toEqual(['passed recipient-matches'])
  expect(verdict.badge).toMatchObject({
    id: address,
    name: 'First Aid',
    issuedOn: '2014-04-01T00:00:00.000Z',
    criteria: { url: badge.criteria },
    alignments: [
      { name: 'CEFR B2', url: 'https://coe.test/b2', description: 'Upper intermediate' },
    ],
    issuer: { id: badge.issuer, name: 'Harbour School' },
  })
})

test('1.0: a profile without an id is known by where it stands', async () => {
  expect(on(await ask(assertion), 'issuer')).toEqual(['passed issuer-proven'])
  const elsewhere = webOf(assertion, { badge: { issuer: 'https://other.test/issuer' } })
  elsewhere.stands('https://other.test/issuer', profile)
  expect(failed(await ask(assertion, elsewhere))).toEqual(['hosted-scope-wrong'])
})

test.each([
  ['a day', '2014-04-01', '2014-04-01T00:00:00.000Z'],
  ['seconds as text', '1396310400', '2014-04-01T00:00:00.000Z'],
  ['a time without a zone', '2014-04-01T12:00:00', '2014-04-01T12:00:00.000Z'],
  ['a time with one', '2014-04-01T12:00:00+02:00', '2014-04-01T10:00:00.000Z'],
])('1.0: %s is a date', async (_what, issuedOn, instant) => {
  expect((await ask({ ...assertion, issuedOn })).badge?.issuedOn).toBe(instant)
})

test('1.0: other dates are none', async () => {
  expect(failed(await ask({ ...assertion, issuedOn: 'April' }))).toEqual(['member-wrong'])
  expect(failed(await ask({ ...assertion, issuedOn: 1e300 }))).toEqual(['member-wrong'])
})

test('1.0: a recipient without “hashed” is a plain address', async () => {
  const recipient = { type: 'email', identity: 'ana@example.org' }
  const verdict = await ask({ ...assertion, recipient })
  expect(on(verdict, 'recipient')).toEqual(['passed recipient-matches'])
  expect(failed(verdict)).toEqual([])
})

test('1.0: where the original stands is enough to say', async () => {
  const pointer = { verify: { url: address } }
  const verdict = await checkIn(webOf(assertion), pointer)
  expect(on(verdict, 'proof')).toEqual(['passed found-at-address'])
  expect(verdict.badge?.name).toBe('First Aid')
  const silent = await checkIn(emptyWeb(), pointer)
  expect(failed(silent)).toEqual([])
  expect(silent.badge).toBeNull()
})

test('1.1: with context, types and an id', async () => {
  const newer = {
    ...assertion,
    '@context': 'https://w3id.org/openbadges/v1',
    type: 'Assertion',
    id: address,
    issuedOn: '2015-04-01T00:00:00Z',
  }
  const verdict = await ask(newer)
  expect(verdict.version).toBe('1.1')
  expect(failed(verdict)).toEqual([])
})

const oldest = {
  recipient: identityHash('ana@example.org', 'x'),
  salt: 'x',
  evidence: '/work/1',
  issued_on: '2012-04-01',
  badge: {
    version: '0.5.0',
    name: 'First Aid',
    description: 'Knows what to do.',
    image: '/badge.png',
    criteria: '/criteria',
    issuer: { origin: home, name: 'Harbour School', contact: 'badges@issuer.test' },
  },
}

test('0.5: everything in one document, and its address in the picture', async () => {
  const web = webOf(oldest)
  web.stands(`${home}`, 'a page for people')
  const picture = withChunks(chunk('tEXt', `openbadges\0${address}`))
  const verdict = await checkIn(web, picture, { recipients: ['ana@example.org'] })
  expect(verdict.version).toBe('0.5')
  expect(on(verdict, 'proof')).toEqual(['passed found-at-address'])
  expect(on(verdict, 'issuer')).toEqual(['passed issuer-proven'])
  expect(on(verdict, 'recipient')).toEqual(['passed recipient-matches'])
  expect(failed(verdict)).toEqual([])
  expect(verdict.badge).toMatchObject({
    name: 'First Aid',
    image: `${home}/badge.png`,
    criteria: { url: `${home}/criteria` },
    issuedOn: '2012-04-01T00:00:00.000Z',
    evidence: [{ url: `${home}/work/1` }],
    issuer: { name: 'Harbour School', url: home, email: 'badges@issuer.test' },
  })
})

test('0.5: without the address where it was found nothing can be said', async () => {
  const verdict = await ask(oldest)
  expect(failed(verdict)).toEqual([])
  expect(on(verdict, 'proof')).toEqual(['unchecked address-not-given'])
  expect(verdict.badge).toBeNull()
})

test('0.5: somebody’s own page does not speak for the origin that it names', async () => {
  const web = emptyWeb()
  web.stands('https://evil.test/1', oldest)
  expect(failed(await checkIn(web, 'https://evil.test/1'))).toEqual(['hosted-scope-wrong'])
})

const keys = rsa()
const signedOnes = { ...assertion, verify: { type: 'signed', url: `${home}/key.pem` } }
const jws = await signed(signedOnes, keys.privateKey)

test('1.0: a signed badge leads to its key, which counts on the host of the issuer', async () => {
  const web = webOf(null)
  web.stands(`${home}/key.pem`, pemOf(keys.publicKey))
  const verdict = await checkIn(web, bakePng(drawn, { assertion: jws }) ?? '')
  expect(failed(verdict)).toEqual([])
  expect(on(verdict, 'proof')).toEqual(['passed signature-right'])
})

test('1.0: and nowhere else', async () => {
  const elsewhere = { ...assertion, verify: { type: 'signed', url: 'https://evil.test/key.pem' } }
  const web = webOf(null)
  web.stands('https://evil.test/key.pem', pemOf(keys.publicKey))
  const verdict = await checkIn(web, await signed(elsewhere, keys.privateKey))
  expect(failed(verdict)).toEqual(['key-not-of-issuer'])
  const silent = await checkIn(webOf(null), jws)
  expect(on(silent, 'proof')).toEqual(['unchecked key-unreachable'])
})
