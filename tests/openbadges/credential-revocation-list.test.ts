import { expect, test } from 'vitest'
import { checked, found } from './support/credential-checks.ts'
import { badge, contexts, signed, type Json } from './support/credential-issuers.ts'
import { emptyWeb } from './web.ts'

// A plain list of what an issuer took back: 1EdTech VCRL 1.0.

const revocations = 'https://school.test/issuers/1/revocations'

/** What 1EdTech’s own list says of a badge whose issuer is a did:key. */
async function listed(list: unknown, changes: Json = {}) {
  const web = emptyWeb()
  if (list !== undefined) web.stands(revocations, list)
  const one = await signed(
    badge({
      '@context': [...contexts, 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'],
      credentialStatus: { id: revocations, type: '1EdTechRevocationList' },
      ...changes,
    }),
  )
  return found(one, 'status', { web })
}

const issuer = badge()['issuer'] as Json
const id = badge()['id']

test.each<[string, unknown, string]>([
  ['names it', { revokedCredential: [{ id }] }, 'failed revoked'],
  ['names it in the plural', { revokedCredentials: [{ id, revoked: true }] }, 'failed revoked'],
  ['is a single entry', { revokedCredential: { id } }, 'failed revoked'],
  ['has ids alone', { revokedCredential: ['urn:x', id] }, 'failed revoked'],
  [
    'writes it in escapes',
    { revokedCredential: [' urn%3Auuid:11111111-1111-4111-8111-111111111111'] },
    'failed revoked',
  ],
  [
    'says that it counts again',
    { revokedCredential: [{ id, revoked: false }] },
    'passed not-revoked',
  ],
  ['names others', { revokedCredential: [{ id: 'urn:x' }, null, 7] }, 'passed not-revoked'],
  ['is empty', { revokedCredential: [] }, 'passed not-revoked'],
])('a plain list that %s', async (_what, list, finding) => {
  const own = { id: revocations, issuer: issuer['id'], ...(list as Json) }
  expect(await listed(own)).toEqual([finding])
})

test('a plain list is nobody’s but its issuer’s', async () => {
  expect(await listed({ issuer: 'https://evil.test/1', revokedCredential: [] })).toEqual([
    'failed status-list-wrong',
  ])
  expect(await listed({ revokedCredential: [] })).toEqual(['failed status-list-wrong'])
  expect(await listed({ issuer: { id: issuer['id'] }, revokedCredential: [] })).toEqual([
    'passed not-revoked',
  ])
})

test('a plain list that does not answer, or is none, is no answer', async () => {
  expect(await listed(undefined)).toEqual(['unchecked status-unreachable'])
  expect(await listed('<!doctype html>')).toEqual(['unchecked status-unreachable'])
})

test('the reason of the issuer comes along', async () => {
  const web = emptyWeb()
  web.stands(revocations, { revokedCredential: [{ id, revocationReason: 'A mistake.' }] })
  const one = await signed(
    badge({
      '@context': [...contexts, 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'],
      credentialStatus: { id: revocations, type: '1EdTechRevocationList' },
    }),
  )
  const { findings } = await checked(one, { web })
  expect(findings.find(({ code }) => code === 'revoked')?.facts).toEqual({ reason: 'A mistake.' })
})
