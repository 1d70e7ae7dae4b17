import { createHmac, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { bakePng } from '#openbadges/bake-png'
import { bakeSvg } from '#openbadges/bake-svg'
import {
  badge,
  checkIn,
  failed,
  home,
  issuer,
  on,
  pemOf,
  rsa,
  signed,
  webWith,
  without,
} from './awards.ts'
import { drawn, ns } from './pictures.ts'
import { jws, key, keyId, keys, payload, signingWeb } from './signing.ts'

const web = signingWeb({})

test('what a key of the issuer’s profile signed is proven', async () => {
  const verdict = await checkIn(web, jws)
  expect(
    verdict.findings.map(({ question, outcome, code }) => `${question} ${outcome} ${code}`),
  ).toEqual([
    'format passed badge-found',
    'conformance passed members-right',
    'proof passed signature-right',
    'issuer passed issuer-proven',
    'status passed not-revoked',
    'dates passed in-time',
    'recipient unchecked recipient-not-given',
  ])
  expect(verdict.badge).toMatchObject({ id: payload.id, name: 'First Aid' })
})

test('a signed badge comes out of a PNG and out of an SVG', async () => {
  const png = bakePng(drawn, { assertion: jws }) ?? ''
  const svg = bakeSvg(Buffer.from(`<svg ${ns}/>`), { assertion: jws }) ?? ''
  for (const picture of [png, svg]) {
    const verdict = await checkIn(web, picture)
    expect(failed(verdict)).toEqual([])
    expect(on(verdict, 'proof')).toEqual(['passed signature-right'])
    expect(on(verdict, 'picture')).toEqual(['passed picture-holds-badge'])
  }
})

test('a change of the data is noticed, and none of it is shown', async () => {
  const [header, , signature] = jws.split('.')
  const other = Buffer.from(JSON.stringify({ ...payload, expires: '2099-01-01T00:00:00Z' }))
  const verdict = await checkIn(web, [header, other.toString('base64url'), signature].join('.'))
  expect(failed(verdict)).toEqual(['signature-wrong'])
  expect(verdict.badge).toBeNull()
})

test('“none” is no signature, and neither is one made with the public key', async () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const unsigned = `${part({ alg: 'none' })}.${part(payload)}.`
  expect(failed(await checkIn(web, unsigned))).toEqual(['algorithm-not-allowed'])
  const text = `${part({ alg: 'HS256' })}.${part(payload)}`
  const mac = createHmac('sha256', key.publicKeyPem).update(text).digest('base64url')
  expect(failed(await checkIn(web, `${text}.${mac}`))).toEqual(['algorithm-not-allowed'])
  const critical = await signed(payload, keys.privateKey, 'RS256', { b64: true, crit: ['b64'] })
  expect(failed(await checkIn(web, critical))).toEqual(['header-critical'])
})

test('ES256 and EdDSA are taken, too', async () => {
  const pairs = [
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['EdDSA', generateKeyPairSync('ed25519')],
  ] as const
  for (const [alg, { publicKey, privateKey }] of pairs) {
    const other = signingWeb({ key: { publicKeyPem: pemOf(publicKey) } })
    const verdict = await checkIn(other, await signed(payload, privateKey, alg))
    expect(on(verdict, 'proof')).toEqual(['passed signature-right'])
  }
})

test('a key too short is none', async () => {
  const short = rsa(1024)
  const other = signingWeb({ key: { publicKeyPem: pemOf(short.publicKey) } })
  const [header, body] = jws.split('.')
  expect(failed(await checkIn(other, `${header}.${body}.AAAA`))).toEqual(['key-unfit'])
})

test('of several keys any may have signed, so that old badges outlive their key', async () => {
  const old = { ...key, id: `${home}/old.json`, publicKeyPem: pemOf(rsa().publicKey) }
  const verification = without(payload.verification, 'creator')
  const unnamed = await signed({ ...payload, verification }, keys.privateKey)
  const other = signingWeb({ profile: { publicKey: [old, keyId] } })
  expect(failed(await checkIn(other, unnamed))).toEqual([])
})

test.each<[string, Parameters<typeof signingWeb>[0], string[]]>([
  [
    'the profile names another key',
    { profile: { publicKey: `${home}/other.json` } },
    ['key-not-of-issuer'],
  ],
  ['the profile names none', { profile: { publicKey: undefined } }, ['key-not-of-issuer']],
  [
    'the key belongs to another',
    { key: { owner: 'https://other.test/issuer.json' } },
    ['key-not-of-issuer'],
  ],
  ['the key belongs to nobody', { key: { owner: undefined } }, ['key-not-of-issuer']],
  ['the key is another', { key: { publicKeyPem: pemOf(rsa().publicKey) } }, ['signature-wrong']],
  ['the key is no key', { key: { publicKeyPem: 'x' } }, ['key-unreachable']],
  [
    'the key is a private one',
    { key: { publicKeyPem: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() } },
    ['key-unreachable'],
  ],
])('when %s, it is not proven', async (_what, change, codes) => {
  const verdict = await checkIn(signingWeb(change), jws)
  expect(failed(verdict)).toEqual(codes)
  expect(verdict.badge).toBeNull()
})

test('a key inside the profile is the profile’s own word', async () => {
  expect(
    failed(await checkIn(signingWeb({ profile: { publicKey: key }, key: null }), jws)),
  ).toEqual([])
})

test('a key that is not there fails, one that does not answer leaves it open', async () => {
  const gone = signingWeb({})
  gone.stands(keyId, '', 404)
  expect(failed(await checkIn(gone, jws))).toEqual(['key-unreachable'])
  const verdict = await checkIn(signingWeb({ key: null }), jws)
  expect(failed(verdict)).toEqual([])
  expect(on(verdict, 'proof')).toEqual(['unchecked key-unreachable'])
  expect(verdict.badge).toBeNull()
})

test('without an answer from the issuer there is no key, whatever stands in the badge', async () => {
  const inside = { ...payload, badge: { ...badge, issuer: { ...issuer, publicKey: key } } }
  const verdict = await checkIn(webWith({ issuer: null }), await signed(inside, keys.privateKey))
  expect(on(verdict, 'proof')).toEqual(['unchecked key-unreachable'])
})

test('anybody’s key does not sign in the name of another issuer', async () => {
  const evil = rsa()
  const own = { ...key, id: 'https://evil.test/key.json', publicKeyPem: pemOf(evil.publicKey) }
  const other = signingWeb({})
  other.stands(own.id, own)
  const forged = { ...payload, verification: { type: 'SignedBadge', creator: own.id } }
  expect(failed(await checkIn(other, await signed(forged, evil.privateKey)))).toEqual([
    'key-not-of-issuer',
  ])
  expect(other.asked).not.toContain(own.id)
})

test('an issuer that only stands in the badge itself is nobody’s word', async () => {
  const nobody = {
    ...issuer,
    id: 'urn:x',
    name: 'Red Cross',
    publicKey: { ...key, owner: 'urn:x' },
  }
  const inside = { ...payload, badge: { ...badge, id: '_:b0', issuer: nobody } }
  const verdict = await checkIn(web, await signed(inside, keys.privateKey))
  expect(on(verdict, 'proof')).toEqual(['failed key-unreachable'])
  expect(verdict.badge).toBeNull()
})
