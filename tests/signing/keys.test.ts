import { createPrivateKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '#db'
import { open } from '#sealed'
import { giveUpKey, rotateKeys, signingKey } from '#signing/keys'
import { signedBadge } from '#signing/signed-badges'
import { clock, site, startApp } from '../support/app.ts'
import { issuer } from '../support/people.ts'
import { employer, published } from '../support/published.ts'
import { controllerOf, credentialAt, fullBadge } from './badges.ts'
import { verifiedByDigitalBazaar, verifiedByJose } from './verifiers.ts'

startApp()

const keysOf = (issuerId: string) => db.signingKey.findMany({ where: { issuerId } })

test('an issuer gets its keys when the first badge is asked for, one of each kind', async () => {
  const { id, url } = await published()
  const { issuerId } = await fullBadge(id)
  expect(await keysOf(issuerId)).toEqual([])
  await employer.get(`${url}.json`)
  expect((await keysOf(issuerId)).map(({ type }) => type)).toEqual(['ED25519'])
  await employer.get(`${url}.jwt`)
  expect((await keysOf(issuerId)).map(({ type }) => type).sort()).toEqual(['ED25519', 'RSA'])
})

test('of many who need a key at once one makes it', async () => {
  const { id } = await issuer()
  const keys = await Promise.all(Array.from({ length: 8 }, () => signingKey(id, 'ED25519')))
  expect(new Set(keys.map((key) => key.id)).size).toBe(1)
  expect(await keysOf(id)).toHaveLength(1)
})

test('the private key lies in the table only sealed, for its own row', async () => {
  const { id } = await issuer()
  const other = await issuer()
  for (const type of ['ED25519', 'RSA'] as const) {
    const { id: keyId, privateKey } = await signingKey(id, type)
    await signingKey(other.id, type)
    const row = await db.signingKey.findUniqueOrThrow({ where: { id: keyId } })
    const secret = privateKey.export({ format: 'der', type: 'pkcs8' })
    const bare = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url')
    expect(Buffer.from(row.privateKey).includes(bare)).toBe(false)
    expect(JSON.stringify(row.publicJwk)).not.toContain(bare.toString('base64url'))
    const opened = open(row.privateKey, 'signing keys', keyId)
    expect(opened.equals(secret)).toBe(true)
    expect(createPrivateKey({ key: opened, format: 'der', type: 'pkcs8' }).type).toBe('private')
    expect(() => open(row.privateKey, 'signing keys', 'another row')).toThrow()
    expect(() => open(row.privateKey, 'two-step', keyId)).toThrow()
  }
})

test('no answer has a private key in it', async () => {
  const { id, url } = await published()
  const { issuerId } = await fullBadge(id)
  await employer.get(`${url}.json`)
  await employer.get(`${url}.jwt`)
  const keys = await keysOf(issuerId)
  const documents = [
    ...['', '.json', '/revocations', '/revocations.json'],
    ...keys.flatMap((key) => [`/keys/${key.id}`, `/keys/${key.id}.json`]),
  ]
  for (const path of documents) {
    const { text } = await employer.get(`/issuers/${issuerId}${path}`, { accept: '*/*' })
    expect(text).not.toMatch(/"(?:d|p|q|dp|dq|qi|privateKey)":|PRIVATE KEY/)
  }
})

test('a controller document names every key of its issuer, and each key its issuer', async () => {
  const { id, url } = await published()
  const { issuerId } = await fullBadge(id)
  const [{ proof }, jwt] = [await credentialAt(url), (await employer.get(`${url}.jwt`)).text]
  const { protectedHeader } = await verifiedByJose(jwt)
  const own = `${site}/issuers/${issuerId}`
  const document = await controllerOf(issuerId)
  expect(document).toMatchObject({ id: own, type: ['Profile'], name: 'Northfield Exam Board' })
  const names = [protectedHeader.kid, proof[0]?.verificationMethod].sort()
  expect(document.assertionMethod.toSorted()).toEqual(names)
  expect(document.verificationMethod.map((key) => key['id']).sort()).toEqual(names)
  for (const key of document.verificationMethod) expect(key['controller']).toBe(own)
  expect(document.verificationMethod.map((key) => key['type']).sort()).toEqual([
    'JsonWebKey',
    'Multikey',
  ])
})

test('after a rotation new keys sign, and what the old ones signed still verifies', async () => {
  const [before, after] = [await published(), await published()]
  const { issuerId } = await fullBadge(before.id)
  await db.assertion.update({ where: { id: after.id }, data: { issuerId } })
  const old = await credentialAt(before.url)
  const oldJwt = (await employer.get(`${before.url}.jwt`)).text
  await rotateKeys(issuerId)
  const [young, youngJwt] = [
    await credentialAt(after.url),
    (await employer.get(`${after.url}.jwt`)).text,
  ]
  expect(young.proof[0]?.verificationMethod).not.toBe(old.proof[0]?.verificationMethod)
  for (const credential of [old, young, await credentialAt(before.url)])
    expect(await verifiedByDigitalBazaar(credential)).toMatchObject({ verified: true })
  const kids = [oldJwt, youngJwt].map(
    async (jwt) => (await verifiedByJose(jwt)).protectedHeader.kid,
  )
  expect(new Set(await Promise.all(kids)).size).toBe(2)
  expect((await controllerOf(issuerId)).assertionMethod).toHaveLength(4)
})

test('what a given-up key signed does not verify any more, and its badges are signed anew', async () => {
  const { id, url } = await published()
  const { issuerId } = await fullBadge(id)
  const old = await credentialAt(url)
  const key = (await keysOf(issuerId)).find(({ type }) => type === 'ED25519')
  await giveUpKey(issuerId, key?.id ?? '', clock.now())
  expect(await verifiedByDigitalBazaar(old)).toMatchObject({ verified: false })
  const document = await controllerOf(issuerId)
  expect(document.assertionMethod).toEqual([])
  expect(document.verificationMethod).toMatchObject([{ revoked: expect.stringMatching(/Z$/) }])
  const young = await credentialAt(url)
  expect(await verifiedByDigitalBazaar(young)).toMatchObject({ verified: true })
  expect([young.id, young.credentialStatus]).toEqual([old.id, old.credentialStatus])
})

test('the address of a given-up RSA key says that it is gone', async () => {
  const { id, url } = await published()
  const { issuerId } = await fullBadge(id)
  const { protectedHeader } = await verifiedByJose((await employer.get(`${url}.jwt`)).text)
  const path = (protectedHeader.kid ?? '').replace(site, '')
  expect(await employer.get(`${path}.json`)).toMatchObject({ status: 200 })
  await giveUpKey(issuerId, path.split('/').at(-1) ?? '', clock.now())
  for (const gone of [path, `${path}.json`])
    expect(await employer.get(gone)).toMatchObject({ status: 410, text: '{"revoked":true}' })
  const profile = (await employer.get(`/issuers/${issuerId}.json`)).text
  expect(profile).not.toContain('publicKey')
})

test('a key that is given up while it signs signs nothing', async () => {
  const { id } = await published()
  const badge = await fullBadge(id)
  const key = await signingKey(badge.issuerId, 'ED25519')
  const [text] = await Promise.all([
    signedBadge(badge, 'CREDENTIAL', clock.now()),
    giveUpKey(badge.issuerId, key.id, clock.now()),
  ])
  expect(text).toContain('proofValue')
  const kept = await db.signedBadge.findMany({ where: { assertionId: id } })
  expect(kept.map(({ keyId }) => keyId)).not.toContain(key.id)
})

test('nobody signs for the issuer of a badge from elsewhere, and it has no documents here', async () => {
  const { id } = await issuer()
  await db.issuer.update({ where: { id }, data: { foreignId: 'https://elsewhere.example' } })
  await expect(signingKey(id, 'ED25519')).rejects.toThrow()
  await expect(rotateKeys(id)).rejects.toThrow()
  for (const path of ['', '.json', '/revocations', '/revocations.json', '/keys/x', '/status/x'])
    expect((await employer.get(`/issuers/${id}${path}`, { accept: '*/*' })).status).toBe(404)
})
