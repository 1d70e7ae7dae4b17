import { expect, test } from 'vitest'
import {
  assertion,
  badge,
  checkIn,
  failed,
  home,
  issuer,
  on,
  type Changes,
  webWith,
} from './awards.ts'

test.each<[string, Changes, string]>([
  ['another host', { id: 'https://other.test/issuer.json' }, 'failed issuer-foreign'],
  ['another name on its host', { id: `${home}/issuers/2.json` }, 'passed issuer-proven'],
  [
    'a name that is no address',
    { id: 'urn:uuid:2d391246-6e0d-4dab-906c-b29770bd7aa6' },
    'warning issuer-without-address',
  ],
  ['its own host', { verification: { allowedOrigins: 'issuer.test' } }, 'passed issuer-proven'],
  [
    'several hosts',
    { verification: { allowedOrigins: ['a.test', 'Issuer.test'] } },
    'passed issuer-proven',
  ],
  [
    'a host only',
    { verification: { allowedOrigins: ['other.test'] } },
    'failed hosted-scope-wrong',
  ],
  [
    'the end of a host',
    { verification: { allowedOrigins: ['test'] } },
    'failed hosted-scope-wrong',
  ],
  [
    'a part of a host',
    { verification: { allowedOrigins: ['uer.test'] } },
    'failed hosted-scope-wrong',
  ],
  ['no hosts', { verification: { allowedOrigins: [] } }, 'passed issuer-proven'],
  ['a beginning', { verification: { startsWith: `${home}/assertions/` } }, 'passed issuer-proven'],
  [
    'one of several beginnings',
    { verification: { startsWith: ['https://a.test/', `${home}/a`] } },
    'passed issuer-proven',
  ],
  [
    'other beginnings',
    { verification: { startsWith: [`${home}/b`] } },
    'failed hosted-scope-wrong',
  ],
  [
    'a beginning on another host',
    { verification: { startsWith: 'https://issuer' } },
    'passed issuer-proven',
  ],
  ['the id', { verification: { verificationProperty: 'id' } }, 'passed issuer-proven'],
  [
    'another property',
    { verification: { verificationProperty: 'image' } },
    'failed hosted-scope-wrong',
  ],
])('an issuer that names %s', async (_what, change, expected) => {
  expect(on(await checkIn(webWith({ issuer: change })), 'issuer')).toEqual([expected])
})

test('an issuer that only stands in the assertion is not proven by naming the host', async () => {
  const nobody = { ...issuer, id: 'urn:x', verification: { allowedOrigins: 'issuer.test' } }
  const own = { ...badge, id: '_:b0', issuer: nobody }
  const verdict = await checkIn(webWith({ assertion: { badge: own } }), {
    ...assertion,
    badge: own,
  })
  expect(on(verdict, 'issuer')).toEqual(['warning issuer-without-address'])
})

test('anybody’s assertion of another’s badge does not stand where that issuer’s badges stand', async () => {
  const web = webWith()
  const evil = 'https://issuer.test.evil.test/1.json'
  web.stands(evil, { ...assertion, id: evil })
  expect(failed(await checkIn(web, { ...assertion, id: evil }))).toEqual(['hosted-scope-wrong'])
})

test('an assertion that calls itself by the address of another host does not stand there', async () => {
  const web = webWith({ assertion: { id: 'https://other.test/1.json' } })
  const verdict = await checkIn(web)
  expect(on(verdict, 'conformance')).toContain('warning id-differs')
  expect(on(verdict, 'issuer')).toEqual(['failed hosted-scope-wrong'])
})

test('redirects are followed', async () => {
  const web = webWith()
  web.redirects(`${home}/old/1.json`, assertion.id)
  const verdict = await checkIn(web, { ...assertion, id: `${home}/old/1.json` })
  expect(failed(verdict)).toEqual([])
})

test.each(['badge', 'issuer'] as const)(
  'a %s that does not answer leaves it open',
  async (part) => {
    const verdict = await checkIn(webWith({ [part]: null }))
    expect(failed(verdict)).toEqual([])
    expect(on(verdict, 'conformance')).toContain('unchecked part-unreachable')
    expect(on(verdict, 'issuer')).toEqual(['unchecked issuer-unreachable'])
  },
)

test.each([
  ['badge', badge.id],
  ['issuer', issuer.id],
])('a %s that is not there is missing', async (_part, address) => {
  const web = webWith()
  web.stands(address, '', 404)
  expect(failed(await checkIn(web))).toEqual(['part-not-found', 'issuer-not-found'])
})
