import { createHmac, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { checked, found } from './support/credential-checks.ts'
import { schoolId, withIssuer, type Json } from './support/credential-issuers.ts'
import {
  encoded,
  forged,
  jwkOf,
  jwt,
  jwtController,
  jwtKeys,
  kid,
  payloadOf,
  type Alg,
} from './support/credential-jwts.ts'
import { emptyWeb, type Web } from './web.ts'

// VC-JWT: OB 3.0 §8.2.

const algs = Object.keys(jwtKeys) as Alg[]
const rsa = jwkOf(jwtKeys.RS256.publicKey)

/** The school's document, and at the key's address whatever is wanted. */
function webWith(atKid: unknown, atIssuer?: unknown): Web {
  const web = emptyWeb()
  if (atKid !== undefined) web.stands(kid, atKid)
  if (atIssuer !== undefined) web.stands(schoolId, atIssuer)
  return web
}

const listing = webWith(rsa, jwtController(rsa))

test.each(algs)('%s with a key that the issuer lists is proven', async (alg) => {
  const jwk = jwkOf(jwtKeys[alg].publicKey)
  const web = webWith(jwk, jwtController(jwk))
  const { findings } = await checked(await jwt({ alg }), { web })
  expect(findings.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  expect(await found(await jwt({ alg }), 'proof', { web })).toEqual(['passed signature-right'])
  expect(await found(await jwt({ alg }), 'issuer', { web })).toEqual(['passed issuer-proven'])
})

test('a key that the issuer’s document has by its name is asked for nowhere else', async () => {
  const web = webWith(undefined, jwtController(rsa))
  expect(await found(await jwt(), 'issuer', { web })).toEqual(['passed issuer-proven'])
  expect(web.asked).toEqual([schoolId])
})

test.each<[string, unknown]>([
  ['a bare JWK', rsa],
  [
    'a set of them',
    {
      keys: [
        { ...jwkOf(jwtKeys.ES256.publicKey), kid: 'other' },
        { ...rsa, kid },
      ],
    },
  ],
  ['a verification method', { publicKeyJwk: rsa, controller: schoolId }],
])('`kid` may lead to %s below the issuer’s address', async (_what, document) => {
  const web = webWith(document, '<!doctype html>')
  expect(await found(await jwt(), 'proof', { web })).toEqual(['passed signature-right'])
  expect(await found(await jwt(), 'issuer', { web })).toEqual(['passed issuer-proven'])
})

test('a set of keys without the one that was named is no key', async () => {
  const web = webWith({ keys: [{ ...rsa, kid: 'other' }] })
  expect(await found(await jwt(), 'proof', { web })).toEqual(['failed key-unreachable'])
})

test('a key elsewhere is the issuer’s only when the issuer lists it', async () => {
  const url = 'https://keys.test/jwk'
  const one = await jwt({ header: { kid: url } })
  const web = webWith(undefined)
  web.stands(url, rsa)
  expect(await found(one, 'issuer', { web })).toEqual(['unchecked issuer-not-proven'])
  web.stands(schoolId, jwtController(rsa))
  expect(await found(one, 'issuer', { web })).toEqual(['passed issuer-proven'])
  web.stands(schoolId, jwtController(jwkOf(jwtKeys.ES256.publicKey)))
  expect(await found(one, 'issuer', { web })).toEqual(['failed key-not-of-issuer'])
})

test('nobody at `kid` is no answer, and nothing there is one', async () => {
  expect(await found(await jwt(), 'proof')).toEqual(['unchecked key-unreachable'])
  const web = emptyWeb()
  web.stands(kid, '', 404)
  expect(await found(await jwt(), 'proof', { web })).toEqual(['failed key-unreachable'])
})

test('`kid` may be a method of a did:web or the fragment alone', async () => {
  const did = 'did:web:school.test'
  const web = emptyWeb()
  web.stands('https://school.test/.well-known/did.json', {
    id: did,
    verificationMethod: [{ id: '#1', type: 'JsonWebKey', controller: did, publicKeyJwk: rsa }],
    assertionMethod: ['#1'],
  })
  for (const name of [`${did}#1`, '#1']) {
    const one = await jwt({ header: { kid: name }, badge: withIssuer(did) })
    expect(await found(one, 'issuer', { web })).toEqual(['passed issuer-proven'])
  }
})

test('a key in the header is anybody’s until the issuer’s document lists it', async () => {
  const one = await jwt({ header: { kid: undefined, jwk: rsa } })
  expect(await found(one, 'proof')).toEqual(['passed signature-right'])
  expect(await found(one, 'issuer')).toEqual(['unchecked issuer-not-proven'])
  expect(await found(one, 'issuer', { web: listing })).toEqual(['passed issuer-proven'])
  const other = webWith(undefined, jwtController(jwkOf(jwtKeys.ES256.publicKey)))
  expect(await found(one, 'issuer', { web: other })).toEqual(['failed key-not-of-issuer'])
})

test('`kid` goes before a key in the header', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const one = await jwt({ header: { jwk: jwkOf(other.publicKey) }, privateKey: other.privateKey })
  expect(await found(one, 'proof', { web: listing })).toEqual(['failed signature-wrong'])
})

test.each<[string, Json, string]>([
  ['none', { alg: 'none' }, 'algorithm-not-allowed'],
  ['None', { alg: 'None' }, 'algorithm-not-allowed'],
  ['RS384', { alg: 'RS384' }, 'algorithm-not-allowed'],
  ['a word that every object knows', { alg: 'toString' }, 'algorithm-not-allowed'],
  ['no algorithm', {}, 'algorithm-not-allowed'],
  ['a list of them', { alg: ['RS256'] }, 'algorithm-not-allowed'],
  ['what is critical', { alg: 'RS256', crit: ['exp'] }, 'header-critical'],
  ['a payload as it is', { alg: 'RS256', b64: false }, 'header-critical'],
])('a header with %s is refused before any key is fetched', async (_what, header, code) => {
  const web = webWith(rsa, jwtController(rsa))
  const one = forged({ kid, ...header }, payloadOf(withIssuer(schoolId)))
  expect(await found(one, 'proof', { web })).toEqual([`failed ${code}`])
  expect(web.asked).toEqual([])
})

test('a public key is no secret: HS256 is refused', async () => {
  const secret = jwtKeys.RS256.publicKey.export({ format: 'pem', type: 'spki' })
  const signedPart = forged({ alg: 'HS256', kid }, payloadOf(withIssuer(schoolId))).slice(0, -1)
  const one = `${signedPart}.${createHmac('sha256', secret).update(signedPart).digest('base64url')}`
  expect(await found(one, 'proof', { web: listing })).toEqual(['failed algorithm-not-allowed'])
})

test('a key is only used with its own algorithm', async () => {
  const web = webWith(undefined, jwtController(jwkOf(jwtKeys.ES256.publicKey)))
  expect(await found(await jwt(), 'proof', { web })).toEqual(['failed key-malformed'])
})

test('an RSA key of 1024 bits is too short', async () => {
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const web = webWith(undefined, jwtController(jwkOf(short.publicKey)))
  const signedPart = forged({ alg: 'RS256', kid }, payloadOf(withIssuer(schoolId)), 'AA')
  expect(await found(signedPart, 'proof', { web })).toEqual(['failed key-malformed'])
})

test('who gives the private half away proves nothing', async () => {
  const jwk = jwkOf(jwtKeys.EdDSA.privateKey)
  const one = await jwt({ alg: 'EdDSA', header: { kid: undefined, jwk } })
  expect(await found(one, 'proof')).toEqual(['failed key-malformed'])
})

test('a key that is meant for something else is not taken', async () => {
  const one = await jwt({ header: { kid: undefined, jwk: { ...rsa, use: 'enc' } } })
  expect(await found(one, 'proof')).toEqual(['failed key-malformed'])
})

test('any change to what is signed is noticed', async () => {
  const [header = '', payload = '', signature = ''] = (await jwt()).split('.')
  const other = encoded(JSON.stringify(payloadOf(withIssuer(schoolId, { name: 'Surgeon' }))))
  const web = listing
  expect(await found(`${header}.${other}.${signature}`, 'proof', { web })).toEqual([
    'failed signature-wrong',
  ])
  expect(await found(`${header}.${payload}.`, 'proof', { web })).toEqual(['failed signature-wrong'])
  expect(await found(`${header}.${payload}.${signature}.x`, 'proof', { web })).toEqual([
    'failed jws-malformed',
  ])
  expect(await found(`${encoded('[]')}.${payload}.${signature}`, 'proof', { web })).toEqual([
    'failed jws-malformed',
  ])
})
