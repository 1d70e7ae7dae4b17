import { execFile } from 'node:child_process'
import { expect, test, vi } from 'vitest'
import { db } from '#db'
import { site, startApp } from '../support/app.ts'
import { issuer } from '../support/people.ts'
import { published } from '../support/published.ts'
import { controllerOf, credentialAt, fullBadge } from './badges.ts'
import { verifiedByDigitalBazaar } from './verifiers.ts'

startApp()
// Each command starts Node, and the database's client with it.
vi.setConfig({ testTimeout: 90_000 })

/** Runs the command line as a process of its own, beside the running server. */
function rotateKeys(...words: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const command = ['src/cli/wallet.ts', 'issuer', 'rotate-keys', ...words]
  return new Promise((resolve) => {
    execFile(process.execPath, command, (error, out, err) => {
      resolve({ code: error?.code ?? 0, out, err })
    })
  })
}

interface Answer {
  keys: { id: string; type: string }[]
  compromised: string | null
}

test('the command makes one new key of each kind and says nothing that is secret', async () => {
  const { id } = await issuer()
  const { code, out, err } = await rotateKeys('--issuer', id, '--json')
  expect([code, err]).toEqual([0, ''])
  const { keys, compromised } = JSON.parse(out) as Answer
  expect(compromised).toBeNull()
  expect(keys.map(({ type }) => type).sort()).toEqual(['ED25519', 'RSA'])
  expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['id', 'type'])
  expect((await controllerOf(id)).assertionMethod).toHaveLength(2)
  const told = await rotateKeys('--issuer', id)
  expect(told.out).toContain(`New keys sign for the issuer ${id}`)
  expect(await db.signingKey.count({ where: { issuerId: id } })).toBe(4)
})

test('a compromised key can be told by the name that badges call it', async () => {
  const { id, url } = await published()
  const { issuerId } = await fullBadge(id)
  const old = await credentialAt(url)
  const name = old.proof[0]?.verificationMethod ?? ''
  const { code, out } = await rotateKeys('--issuer', issuerId, '--compromised', name)
  expect(code).toBe(0)
  expect(out).toContain('counts no more')
  const { assertionMethod } = await controllerOf(issuerId)
  expect(assertionMethod).toHaveLength(2)
  expect(assertionMethod).not.toContain(name)
  expect(await verifiedByDigitalBazaar(old)).toMatchObject({ verified: false })
  expect(await verifiedByDigitalBazaar(await credentialAt(url))).toMatchObject({ verified: true })
})

test('what is no key of the issuer changes nothing', async () => {
  const [one, other] = [await issuer(), await issuer()]
  const { out } = await rotateKeys('--issuer', other.id, '--json')
  const foreign = (JSON.parse(out) as Answer).keys[0]?.id ?? ''
  const tries = [foreign, 'nothing', `${site}/issuers/${one.id}`].map((key) =>
    rotateKeys('--issuer', one.id, '--compromised', key),
  )
  for (const { code, err } of await Promise.all(tries))
    expect([code, err]).toEqual([1, 'compromised: is not a key of this issuer\n'])
  expect(await db.signingKey.count({ where: { issuerId: one.id } })).toBe(0)
  expect((await rotateKeys('--issuer', 'nobody')).code).toBe(1)
})
