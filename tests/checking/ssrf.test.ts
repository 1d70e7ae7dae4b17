import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { guardedFetch } from '#checking/fetch-document'
import { publicAddresses, World } from './outside.ts'

// Security bar T19: forms in which an address of our inside can be written down, and ways to be led
// there. Reached is only what stands for the internet.

const [v4 = '', v6 = ''] = publicAddresses
let rebound = 0

const world = new World(
  {
    'good.test': publicAddresses,
    'other.test': [v4],
    localhost: ['127.0.0.1'],
    'localhost.': ['127.0.0.1'],
    'inside.test': ['10.0.0.5'],
    'mixed.test': [v4, '192.168.0.9'],
    'mixed6.test': ['::1', v6],
    'mapped.test': ['::ffff:127.0.0.1'],
    'metadata.test': ['169.254.169.254'],
    'nothing.test': [],
    'rebind.test': () => ((rebound += 1) === 1 ? [v4] : ['127.0.0.1']),
  },
  (req, res) => {
    const to = new URL(req.url ?? '', 'https://good.test').searchParams.get('to')
    const location = Buffer.from(to ?? '').toString('latin1')
    if (to !== null) res.writeHead(302, { location }).end('canary of the way')
    else res.setHeader('content-type', 'application/json; charset=utf-8').end('{"found":true}')
  },
)
beforeAll(() => world.open())
afterAll(() => world.close())
beforeEach(() => {
  world.dialed.length = 0
  world.asked.length = 0
  rebound = 0
})

const fetchDocument = guardedFetch({
  allowedHosts: [],
  userAgent: 'Badge Passport (+https://passport.test)',
  resolve: world.resolve,
  dial: world.dial,
})
const get = (url: string) => fetchDocument(url, 'application/json')
const redirect = (to: string) => `https://good.test/?to=${encodeURIComponent(to)}`
const body = (found: Awaited<ReturnType<typeof get>>) =>
  found.answered ? Buffer.from(found.body).toString() : null

/** Nobody inside was reached, and of the internet only what is on it. */
function expectNoTraceInside() {
  expect(world.canary).toBe(0)
  expect(world.dialed.filter((address) => !publicAddresses.includes(address))).toEqual([])
}

const inside = [
  'https://127.0.0.1/',
  'https://localhost/',
  'https://LOCALHOST/',
  'https://localhost./',
  'https://127.1/',
  'https://127.0.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.0x0.0x0.0x1/',
  'https://0177.0.0.1/',
  'https://017700000001/',
  'https://0/',
  'https://0.0.0.0/',
  'https://127.0.0.1./',
  'https://%31%32%37.0.0.1/',
  'https://１２７.０.０.１/',
  'https://①②⑦.⓪.⓪.①/',
  'https://127。0。0。1/',
  'https://127｡0｡0｡1/',
  'https://10.0.0.5/',
  'https://172.16.0.1/',
  'https://192.168.0.9/',
  'https://169.254.169.254/latest/meta-data/',
  'https://100.64.0.1/',
  'https://198.18.0.1/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://[::]/',
  'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[::127.0.0.1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::ffff:0:127.0.0.1]/',
  'https://[64:ff9b::127.0.0.1]/',
  'https://[2002:7f00:1::]/',
  'https://[2001:0:7f00:1::]/',
  'https://[fc00::1]/',
  'https://[fe80::1]/',
  'https://[ff02::1]/',
  'https://inside.test/',
  'https://mixed.test/',
  'https://mixed6.test/',
  'https://mapped.test/',
  'https://metadata.test/',
  'https://nothing.test/',
  'https://good.test@127.0.0.1/',
  'https://good.test:x@good.test/',
  'https://me@good.test/',
  'https://good.test#@127.0.0.1:x@127.0.0.1/'.replace('#', '%23'),
  'https://127.0.0.1\\@good.test/',
  'https://127.0.0.1:443/#good.test',
  'http://good.test/',
  'http://127.0.0.1/',
  ...[22, 25, 80, 5432, 6379, 8443].map((port) => `https://good.test:${port}/`),
  'file:///etc/passwd',
  'gopher://good.test:70/_x',
  'ftp://good.test/',
  'data:application/json,{"found":true}',
  'javascript:alert(1)',
  'blob:https://good.test/x',
  '//good.test/',
  'good.test',
  '',
  'https://',
  `https://good.test/${'x'.repeat(2100)}`,
]

describe('an address that a stranger wrote down leads nowhere inside', () => {
  test.each(inside)('%s', async (url) => {
    expect(await get(url)).toEqual({ answered: false })
    expectNoTraceInside()
    expect(world.asked).toEqual([])
  })

  test.each(inside.filter((url) => !url.startsWith('//') && !/^(good\.test)?$/.test(url)))(
    'by a redirect to %s',
    async (url) => {
      expect(await get(redirect(url))).toEqual({ answered: false })
      expectNoTraceInside()
      expect(world.asked).toHaveLength(url.length > 2000 ? 0 : 1)
    },
  )
})

test('what stands on the internet is found, with the address at which it was', async () => {
  expect(await get('https://good.test/badge.json?a=b#part')).toEqual({
    answered: true,
    status: 200,
    url: 'https://good.test/badge.json?a=b',
    mediaType: 'application/json',
    body: new Uint8Array(Buffer.from('{"found":true}')),
  })
  expect(world.dialed).toEqual(publicAddresses)
})

test('a name is resolved once for a connection, so there is nothing to answer otherwise later', async () => {
  expect(body(await get('https://rebind.test/'))).toBe('{"found":true}')
  expect(rebound).toBe(1)
  expectNoTraceInside()
  expect(await get('https://rebind.test/')).toEqual({ answered: false })
  rebound = 0
  expect(
    await get(`https://rebind.test/?to=${encodeURIComponent('https://rebind.test/')}`),
  ).toEqual({
    answered: false,
  })
  expectNoTraceInside()
})

test('three redirects are followed, each to an address that was looked at, and not a fourth', async () => {
  const chain = (length: number): string =>
    length === 0 ? 'https://good.test/end' : redirect(chain(length - 1))
  expect(await get(chain(3))).toMatchObject({ answered: true, url: 'https://good.test/end' })
  expect(await get(chain(4))).toEqual({ answered: false })
  expect(await get('https://good.test/?to=%2F%3Fto%3D%252Fend')).toMatchObject({ answered: true })
})

test('a redirect in a circle ends', async () => {
  expect(await get('https://good.test/?to=')).toEqual({ answered: false })
  expect(world.asked).toHaveLength(4)
})

test('a redirect never leads from https to http, wherever http is allowed', async () => {
  const { resolve, dial } = world
  const allowedHosts = ['inside.test:8080']
  const lax = guardedFetch({ allowedHosts, userAgent: 'x', resolve, dial })
  const to = 'http://inside.test:8080/'
  expect(await lax(redirect(to), 'application/json')).toEqual({ answered: false })
  expect(world.canary).toBe(0)
  expect(await lax(to, 'application/json')).toMatchObject({ answered: true, status: 200 })
  world.canary = 0
})

test('an address may have 2048 characters, as they are sent', async () => {
  const long = (letter: string, count: number) => get(`https://good.test/${letter.repeat(count)}`)
  expect(await long('x', 2048 - 18)).toMatchObject({ answered: true })
  expect(await long('x', 2048 - 17)).toEqual({ answered: false })
  expect(await long('é', 400)).toEqual({ answered: false })
})

test('a certificate for another name counts as no answer', async () => {
  expect(await get('https://other.test/')).toEqual({ answered: false })
  expect(world.asked).toEqual([])
})

test('we say who we are and send nothing else along', async () => {
  await get('https://good.test/')
  expect(world.asked[0]?.headers).toEqual({
    accept: 'application/json',
    'accept-encoding': 'gzip, br',
    'user-agent': 'Badge Passport (+https://passport.test)',
    connection: 'close',
    host: 'good.test',
  })
})
