import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clock, startApp } from '../support/app.ts'
import { Browser } from '../support/browser.ts'
import { Elsewhere } from '../support/elsewhere.ts'
import { foreignBadge } from '../support/foreign-badge.ts'
import { learner, logIn } from '../support/people.ts'

// Security bar T19 through the pages: whatever address a visitor types, or a file names, nobody
// inside our network hears of it.

startApp()
const elsewhere = new Elsewhere().listen()

let reached = 0
const canary = createServer((socket) => {
  reached += 1
  socket.end(
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"name":"canary in the mine"}',
  )
})
let port = 0
let browser: Browser

beforeAll(async () => {
  await new Promise<void>((resolve) => canary.listen(0, 'localhost', resolve))
  port = (canary.address() as AddressInfo).port
  browser = await logIn(await learner('Maria'))
})
afterAll(() => canary.close())
beforeEach(() => {
  reached = 0
  clock.ahead = 0
})

const insides = [
  ...['http://localhost', 'https://localhost', 'http://127.0.0.1', 'https://127.0.0.1'],
  ...['http://127.1', 'https://2130706433', 'https://0x7f000001', 'http://[::1]'],
  ...['https://[::ffff:127.0.0.1]', 'https://１２７.０.０.１', 'http://127。0。0。1'],
]

const ways: [string, (url: string) => Promise<string>][] = [
  ['its picture', (image) => foreignBadge({ image: `${image}/badge.png` })],
  ['a status list', (url) => foreignBadge({ more: { credentialStatus: bitIn(url) } })],
  ['a newer version', (url) => foreignBadge({ more: refreshedAt(url) })],
  ['the key of a JWT', (url) => Promise.resolve(jwtOf({ kid: `${url}/key` }))],
  ['its issuer', (url) => Promise.resolve(jwtOf({}, `${url}/issuer`))],
  [
    'its issuer’s did:web',
    (url) => Promise.resolve(jwtOf({}, `did:web:${new URL(url).host.replace(':', '%3A')}`)),
  ],
  ['a hosted assertion', (url) => Promise.resolve(hosted(`${url}/1.json`))],
]

const contexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
]

const refreshedAt = (url: string) => ({
  '@context': [...contexts, 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'],
  refreshService: { id: `${url}/newest`, type: '1EdTechCredentialRefresh' },
})

const bitIn = (url: string) => ({
  ...{ type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '7' },
  statusListCredential: `${url}/list`,
})

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

function jwtOf(header: object, issuer = 'https://issuer.example/1'): string {
  const claims = {
    '@context': contexts,
    ...{ id: 'urn:uuid:1', type: ['VerifiableCredential', 'OpenBadgeCredential'] },
    ...{
      issuer: { id: issuer, type: ['Profile'] },
      iss: issuer,
      validFrom: '2026-01-01T00:00:00Z',
    },
    credentialSubject: {
      ...{ id: 'urn:uuid:2', type: ['AchievementSubject'] },
      achievement: { id: 'urn:uuid:3', type: ['Achievement'], name: 'x', description: 'x' },
    },
  }
  return `${encoded({ alg: 'RS256', kid: `${issuer}#key`, ...header })}.${encoded(claims)}.AAAA`
}

const hosted = (id: string) =>
  JSON.stringify({
    ...{ '@context': 'https://w3id.org/openbadges/v2', type: 'Assertion', id },
    recipient: { type: 'email', hashed: false, identity: 'ana@example.org' },
    ...{ badge: `${id}/badge`, verification: { type: 'HostedBadge' } },
    issuedOn: '2026-01-01T00:00:00Z',
  })

/** Nobody inside was reached, and no page says what stands there. */
function expectSilence(...pages: { text: string }[]) {
  expect(reached).toBe(0)
  for (const { text } of pages) expect(text).not.toContain('canary')
}

test('the canary sings when it is reached', async () => {
  await fetch(`http://localhost:${port}/`)
  expect(reached).toBe(1)
})

test.each(insides)('typed as an address, by itself or behind a redirect: %s', async (inside) => {
  const url = `${inside}:${port}/badge.json`
  elsewhere.leadsTo.set('/leads', url)
  const pages = []
  for (const address of [url, `${elsewhere.address}/leads`])
    for (const [who, path] of [
      [new Browser(), '/verify'],
      [browser, '/badges/add'],
    ] as const) {
      const page = await who.upload(path, null, { address })
      expect(page.status).toBe(422)
      pages.push(page)
    }
  expectSilence(...pages)
  expect(elsewhere.asked.length).toBeGreaterThan(0)
})

describe.each(ways)('named in a file as %s', (what, make) => {
  test.each(['http://localhost', 'https://127.0.0.1', 'http://[::1]'])('%s', async (inside) => {
    const bytes = await make(`${inside}:${port}`)
    expectSilence(await new Browser().upload('/verify', { name: 'badge', bytes }))
  })

  test('and asked for where the settings allow it', async () => {
    await new Browser().upload('/verify', { name: 'badge', bytes: await make(elsewhere.address) })
    // did:web stands for https, which nobody speaks there.
    expect(elsewhere.asked.length > 0).toBe(!what.includes('did:web'))
  })
})
