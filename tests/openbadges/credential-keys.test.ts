import { expect, test } from 'vitest'
import { found } from './support/credential-checks.ts'
import {
  controller,
  school,
  schoolId,
  signed,
  stranger,
  withIssuer,
  type Json,
} from './support/credential-issuers.ts'
import { emptyWeb, type Web } from './web.ts'

// Whose key it is: OB 3.0 §8.5, Controlled Identifiers 1.0 §2.2, §2.3, §3.3.

const method = `${schoolId}#${school.multikey}`

const proven = { proof: ['passed signature-right'], issuer: ['passed issuer-proven'] }
const notProven = { proof: ['passed signature-right'], issuer: ['unchecked issuer-not-proven'] }
const foreign = { proof: ['passed signature-right'], issuer: ['failed key-not-of-issuer'] }

async function asked(badge: Json, web: Web = emptyWeb()) {
  const [proof, issuer] = [
    await found(badge, 'proof', { web }),
    await found(badge, 'issuer', { web }),
  ]
  return { proof, issuer }
}

const byUrl = await signed(withIssuer(schoolId), { verificationMethod: method })

function webWith(document: unknown, url = schoolId, status = 200): Web {
  const web = emptyWeb()
  web.stands(url, document, status)
  return web
}

test('a key that the issuer’s document lists for assertions is the issuer’s', async () => {
  expect(await asked(byUrl, webWith(controller(schoolId, [stranger, school])))).toEqual(proven)
})

test('the methods may be named in short, and stand in the list itself', async () => {
  const short = { id: `#${school.multikey}`, type: 'Multikey', publicKeyMultibase: school.multikey }
  const inList = { id: schoolId, assertionMethod: [short] }
  expect(await asked(byUrl, webWith(inList))).toEqual(proven)
  const named = { id: schoolId, verificationMethod: [short], assertionMethod: short.id }
  expect(await asked(byUrl, webWith(named))).toEqual(proven)
})

test.each<[string, Json]>([
  ['that lists another key', controller(schoolId, [stranger])],
  ['that lists it for nothing', controller(schoolId, [school], { assertionMethod: [] })],
  [
    'in which another controls it',
    {
      ...controller(schoolId, [school]),
      verificationMethod: [
        { id: method, controller: 'https://evil.test/1', publicKeyMultibase: school.multikey },
      ],
    },
  ],
])('a document %s does not make it the issuer’s', async (_what, document) => {
  expect(await asked(byUrl, webWith(document))).toEqual(foreign)
})

test.each<[string, Web]>([
  ['does not answer', emptyWeb()],
  ['answers with an error', webWith('', schoolId, 500)],
  ['is a page for people', webWith('<!doctype html>')],
  ['names no keys', webWith({ id: schoolId, type: 'Profile' })],
  ['says that it is another’s', webWith(controller('https://evil.test/1', [school]))],
])('where the document %s, the key in the name still shows what was signed', async (_what, web) => {
  expect(await asked(byUrl, web)).toEqual(notProven)
})

test.each([404, 410])('a document that is gone (%i) takes the key with it', async (status) => {
  expect(await asked(byUrl, webWith('', schoolId, status))).toEqual({
    ...{ proof: ['failed key-unreachable'], issuer: ['unchecked issuer-not-proven'] },
  })
})

test('without the key in the name, an answer is needed', async () => {
  const badge = await signed(withIssuer(schoolId), { verificationMethod: `${schoolId}#key-1` })
  const document = {
    id: schoolId,
    verificationMethod: [
      { id: '#key-1', controller: schoolId, publicKeyMultibase: school.multikey },
    ],
    assertionMethod: ['#key-1'],
  }
  expect(await asked(badge, webWith(document))).toEqual(proven)
  expect((await asked(badge)).proof).toEqual(['unchecked key-unreachable'])
  expect((await asked(badge, webWith({ id: schoolId }))).proof).toEqual(['failed key-unreachable'])
  const unreadable = {
    ...document,
    verificationMethod: [{ id: '#key-1', publicKeyMultibase: 'zzz' }],
  }
  expect((await asked(badge, webWith(unreadable))).proof).toEqual(['failed key-malformed'])
})

test('a key may be written as a JWK', async () => {
  const publicKeyJwk = school.publicKey.export({ format: 'jwk' })
  const document = controller(schoolId, [school], {
    verificationMethod: [{ id: method, type: 'JsonWebKey', controller: schoolId, publicKeyJwk }],
  })
  expect(await asked(byUrl, webWith(document))).toEqual(proven)
})

test('a method that stands at an address of its own counts when the issuer lists its key', async () => {
  const url = 'https://keys.test/1'
  const badge = await signed(withIssuer(schoolId), { verificationMethod: url })
  const web = webWith({ controller: schoolId, publicKeyMultibase: school.multikey }, url)
  expect(await asked(badge, web)).toEqual(notProven)
  web.stands(schoolId, controller(schoolId, [school]))
  expect(await asked(badge, web)).toEqual(proven)
  web.stands(schoolId, controller(schoolId, [stranger]))
  expect(await asked(badge, web)).toEqual(foreign)
})

test('what stands below the issuer’s own address is the issuer’s, and nothing else there', async () => {
  const web = emptyWeb()
  const at = async (url: string) => {
    web.stands(new URL(url).href, { publicKeyMultibase: school.multikey })
    web.stands(url, { publicKeyMultibase: school.multikey })
    return asked(await signed(withIssuer(schoolId), { verificationMethod: url }), web)
  }
  expect(await at(`${schoolId}/keys/1`)).toEqual(proven)
  expect(await at(`${schoolId}/../2/keys/1`)).toEqual(notProven)
  expect(await at(`${schoolId}2/keys/1`)).toEqual(notProven)
})

test.each<[string, Json, string[]]>([
  ['was taken back', { revoked: '2026-11-23T12:00:00Z' }, ['failed key-revoked']],
  ['was taken back some time', { revoked: true }, ['failed key-revoked']],
  ['will be taken back', { revoked: '2026-11-23T12:00:01Z' }, ['passed issuer-proven']],
  ['has ended', { expires: '2026-01-01T00:00:00Z' }, ['failed key-expired']],
  ['will end', { expires: '2027-01-01T00:00:00Z' }, ['passed issuer-proven']],
])('a key that %s', async (_what, change, issuer) => {
  const document = controller(schoolId, [school])
  const [first] = document['verificationMethod'] as Json[]
  const web = webWith({ ...document, verificationMethod: [{ ...first, ...change }] })
  expect(await found(byUrl, 'issuer', { web })).toEqual(issuer)
})

test('did:web stands where its method says', async () => {
  const places = {
    'did:web:school.test': 'https://school.test/.well-known/did.json',
    'did:web:school.test%3A8443:issuers:1': 'https://school.test:8443/issuers/1/did.json',
  }
  for (const [did, url] of Object.entries(places)) {
    const badge = await signed(withIssuer(did), { verificationMethod: `${did}#${school.multikey}` })
    expect(await asked(badge, webWith(controller(did, [school]), url))).toEqual(proven)
    expect((await asked(badge, webWith('', url, 404))).proof).toEqual(['failed key-unreachable'])
  }
})

test('a did:web that would lead elsewhere leads nowhere', async () => {
  for (const did of ['did:web:a.test:..:b', 'did:web:a.test/b', 'did:web:u@a.test', 'did:web:']) {
    const web = emptyWeb()
    const badge = await signed(withIssuer(did), { verificationMethod: `${did}#key-1` })
    expect((await asked(badge, web)).proof).toEqual(['unchecked key-method-unknown'])
    expect(web.asked).toEqual([])
  }
})

test('a did:key may be named without its fragment, but not with another', async () => {
  const { didKey, multikey } = school
  const bare = await signed(withIssuer(didKey), { verificationMethod: didKey })
  expect(await asked(bare)).toEqual(proven)
  const other = await signed(withIssuer(didKey), {
    verificationMethod: `${didKey}#${stranger.multikey}`,
  })
  expect((await asked(other)).proof).toEqual(['failed key-malformed'])
  const spoilt = await signed(withIssuer(didKey), { verificationMethod: `did:key:${multikey}1` })
  expect((await asked(spoilt)).proof).toEqual(['failed key-malformed'])
})

test.each(['https://school.test/issuers/1', 'did:web:school.test', stranger.didKey])(
  'the key of somebody else is not that of %s',
  async (issuer) => {
    expect(await asked(await signed(withIssuer(issuer)))).toEqual(foreign)
  },
)

test('who is only a number cannot have a key, so nothing shows who it is', async () => {
  const issuer = 'urn:uuid:44444444-4444-4444-8444-444444444444'
  expect(await asked(await signed(withIssuer(issuer)))).toEqual(notProven)
})

test.each([
  ['z6Mk…', school.multikey],
  ['a spoilt key', `${schoolId}#z6Mk${'1'.repeat(44)}`],
  ['a file', 'file:///etc/passwd#key'],
])('%s by itself is no name of a key', async (_what, verificationMethod) => {
  const web = emptyWeb()
  const badge = await signed(withIssuer(schoolId), { verificationMethod: `${schoolId}#x` })
  const proof = { ...(badge['proof'] as Json), verificationMethod }
  expect((await asked({ ...badge, proof }, web)).proof).toEqual(['failed key-malformed'])
  expect(web.asked).toEqual([])
})

test('keys are only taken from where nobody on the way can change them', async () => {
  const http = 'http://school.test/issuers/1'
  const badge = await signed(withIssuer(http), { verificationMethod: `${http}#${school.multikey}` })
  const web = webWith(controller(http, [school]), http)
  expect(await asked(badge, web)).toEqual(notProven)
  expect(web.asked).toEqual([])
  const own = 'http://localhost:3000/issuers/1'
  const ours = await signed(withIssuer(own), { verificationMethod: `${own}#${school.multikey}` })
  expect(await asked(ours, webWith(controller(own, [school]), own))).toEqual(proven)
})
