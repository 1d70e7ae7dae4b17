import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { receive } from '#openbadges/received'
import { chunk, withChunks } from './pictures.ts'
import { assertion, credential, jws, png, svg } from './unchecked-badges.ts'
import { emptyWeb } from './web.ts'

const { fetchDocument, stands, asked } = emptyWeb()

const received = (input: string | Uint8Array) => receive(input, { fetchDocument })

const codes = async (input: string | Uint8Array) =>
  (await received(input)).findings.map(({ outcome, code }) => `${outcome} ${code}`)

test.each([
  ['JSON', credential, 'json'],
  ['JSON behind a byte order mark and a line', `\uFEFF\n${credential}\n`, 'json'],
  ['a compact JWS', jws(credential), 'jwt'],
  [
    'a compact JWS that a mail program broke',
    ` ${jws(credential).replace(/.{20}/g, '$&\r\n ')}\n`,
    'jwt',
  ],
  ['a JWT with the credential in a claim', jws(`{"iss":"x","vc":${credential}}`), 'jwt'],
  ['a picture', png({ credential }), 'png'],
  ['a picture with a signed one', png({ credential: jws(credential) }), 'png'],
  ['a drawing', svg({ credential }), 'svg'],
  [
    'a drawing behind a declaration',
    Buffer.concat([
      Buffer.from('\uFEFF<?xml version="1.0"?>\n<!-- <svg> -->\n'),
      svg({ credential }),
    ]),
    'svg',
  ],
  ['an address', stands('https://p.test/credential', credential), 'url'],
  ['an address with lines around it', '\n https://p.test/credential \n', 'url'],
  ['the address of a picture', stands('https://p.test/c.png', png({ credential })), 'url'],
])('%s is known by its content', async (_what, input, format) => {
  const { badge, ...rest } = await received(input)
  expect(rest.format).toBe(format)
  expect(badge?.version).toBe('3.0')
})

test('of a signed badge both the signature and what it covers are given', async () => {
  const { badge } = await received(jws(credential))
  expect(badge?.jws).toBe(jws(credential))
  expect(badge?.document).toEqual(JSON.parse(credential))
  expect((await received(credential)).badge?.jws).toBeNull()
})

test('what stood at an address says where', async () => {
  const url = stands('https://p.test/2', assertion)
  expect((await received(url)).badge).toMatchObject({ version: '2.0', source: url })
  expect((await received(assertion)).badge?.source).toBeNull()
})

test.each<[string, unknown]>([
  ['3.0', { credentialSubject: {} }],
  ['3.0', { '@context': 'https://www.w3.org/2018/credentials/v1' }],
  ['3.0', { '@context': ['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'] }],
  ['3.0', { type: 'EndorsementCredential' }],
  ['2.0', { '@context': 'https://w3id.org/openbadges/v2' }],
  ['2.0', { '@context': ['https://w3id.org/openbadges/v2', {}] }],
  ['2.0', { '@context': { obi: 'https://w3id.org/openbadges#' }, type: 'NotAKnownClass' }],
  ['2.0', { type: 'Assertion', recipient: {}, badge: {} }],
  ['2.0', { id: 'https://p.test/1', revoked: true }],
  ['1.1', { '@context': 'https://w3id.org/openbadges/v1', type: 'Assertion' }],
  ['1.0', { uid: '1', recipient: {}, badge: 'https://p.test/b', verify: {} }],
  ['1.0', { name: 'a', criteria: 'https://p.test/c', issuer: 'https://p.test/i' }],
  ['1.0', { name: 'a', url: 'https://p.test/' }],
  ['0.5', { recipient: 'sha256$1', badge: { version: '0.5.0' } }],
])('version %s is known by what is in it: %j', async (version, document) => {
  expect((await received(JSON.stringify(document))).badge?.version).toBe(version)
})

test('an address that does not answer proves nothing', async () => {
  expect(await codes('https://silent.test/')).toEqual(['unchecked address-unreachable'])
  expect(await codes(stands('https://p.test/500', 'x', 500))).toEqual([
    'unchecked address-unreachable',
  ])
})

test('what was taken back with 410 still says so', async () => {
  const url = stands('https://p.test/gone', '{"id":"https://p.test/gone","revoked":true}', 410)
  expect((await received(url)).badge?.document).toMatchObject({ revoked: true })
})

test('a picture says that its data is inside', async () => {
  expect(await codes(png({ credential }))).toEqual([
    'passed picture-holds-badge',
    'passed badge-found',
  ])
  expect(await codes(credential)).toEqual(['passed badge-found'])
})

test('of two versions in one picture the newer is taken, and that is no fault', async () => {
  const input = png({ assertion, credential })
  expect((await received(input)).badge?.version).toBe('3.0')
  expect(await codes(input)).toContain('passed baked-both-versions')
})

test('of two badges of one version the first counts, with a warning', async () => {
  const second = assertion.replace('1.json', '2.json')
  const input = withChunks(
    ...[assertion, second].map((text) => chunk('iTXt', `openbadges\0\0\0\0\0${text}`)),
  )
  expect((await received(input)).badge?.document).toMatchObject({ id: 'https://p.test/1.json' })
  expect(await codes(input)).toContain('warning baked-twice')
})

test('compressed text is taken with a warning', async () => {
  const data = Buffer.concat([Buffer.from('openbadges\0\x01\0\0\0'), deflateSync(assertion)])
  expect(await codes(withChunks(chunk('iTXt', data)))).toContain('warning baked-compressed')
})

test('the address in a picture of the early days is asked', async () => {
  const url = stands('https://p.test/old', assertion)
  const input = withChunks(chunk('tEXt', `openbadges\0${url}`))
  expect((await received(input)).badge).toMatchObject({ version: '2.0', source: url })
  expect(await codes(input)).toContain('warning baked-legacy')
  stands('https://p.test/old.png', input)
  expect((await received('https://p.test/old.png')).badge?.source).toBe(url)
})

test('addresses that lead to addresses come to an end', async () => {
  const loop = stands('https://p.test/loop', 'https://p.test/loop')
  asked.length = 0
  expect(await codes(loop)).toEqual(['failed not-a-badge'])
  expect(asked.length).toBe(2)
})

test('a picture whose end is missing gives its badge with a warning', async () => {
  const cut = png({ credential }).subarray(0, -12)
  expect(await codes(cut)).toContain('warning png-damaged')
  expect((await received(cut)).badge).not.toBeNull()
})
