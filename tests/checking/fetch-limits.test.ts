import { createServer, type RequestListener } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { brotliCompressSync, constants, createGzip, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { guardedFetch, type Dial } from '#checking/fetch-document'

// Security bar G4 and T20: what others may send us, and for how long. A real server, without TLS,
// at an address that the settings name.

const mebibyte = 1024 * 1024
const json = '{"found":true}'
/** How many bytes left the server, and which connections are open. */
let sent = 0
const open = new Set<Socket>()

const zeros = Buffer.alloc(64 * 1024)
const answers: Record<string, RequestListener> = {
  '/small': (_req, res) => res.setHeader('set-cookie', 'a=b').end(json),
  '/gzip': (_req, res) => res.setHeader('content-encoding', 'gzip').end(gzipSync(json)),
  '/br': (_req, res) => res.setHeader('content-encoding', 'br').end(brotliCompressSync(json)),
  '/deflate': (_req, res) => res.setHeader('content-encoding', 'deflate').write('x'),
  '/twice': (_req, res) =>
    res.setHeader('content-encoding', 'gzip, gzip').end(gzipSync(gzipSync(json))),
  '/cut': (_req, res) =>
    res.setHeader('content-encoding', 'gzip').end(gzipSync(json).subarray(0, 12)),
  '/short': (_req, res) => {
    res.writeHead(200, { 'content-length': 100 }).write('x')
    setTimeout(() => res.destroy(), 50)
  },
  '/missing': (_req, res) => res.writeHead(404).end('not here'),
  '/gone': (_req, res) => res.writeHead(410).end('{"revoked":true}'),
  '/one-mebibyte': (_req, res) => res.end(Buffer.alloc(mebibyte)),
  '/over-one-mebibyte': (_req, res) => res.end(Buffer.alloc(mebibyte + 1)),
  '/over-two-mebibytes': (_req, res) => res.end(Buffer.alloc(2 * mebibyte + 1)),
  '/huge': (_req, res) => {
    res.writeHead(200, { 'content-length': 4 * 1024 ** 3 })
    const more = () => {
      while (!res.destroyed && res.write(zeros)) sent += zeros.length
    }
    res.on('drain', more)
    more()
  },
  '/bomb': (_req, res) => {
    res.setHeader('content-encoding', 'gzip')
    const gzip = createGzip({ level: 9 })
    gzip.pipe(res)
    for (let count = 0; count < 256 * 16; count += 1) gzip.write(zeros)
    gzip.end()
  },
  '/brotli-bomb': (_req, res) => res.setHeader('content-encoding', 'br').end(brotliBomb),
  '/empty-for-ever': (_req, res) => {
    // Members of gzip with nothing in them: much comes in and nothing out.
    res.setHeader('content-encoding', 'gzip')
    const nothing = Buffer.concat(Array<Buffer>(2000).fill(gzipSync('')))
    const more = () => {
      while (!res.destroyed && res.write(nothing)) sent += nothing.length
    }
    res.on('drain', more)
    more()
  },
  '/slow': (_req, res) => {
    const drip = setInterval(() => res.write('x'), 500)
    res.on('close', () => clearInterval(drip))
  },
  '/slow-header': (req) => {
    const drip = setInterval(() => req.socket.write('HTTP/1.1 200 OK\r\nx'.charAt(0)), 500)
    req.socket.on('close', () => clearInterval(drip))
  },
  '/never': () => undefined,
  '/end': (req) => req.socket.destroy(),
  '/nonsense': (req) => req.socket.end('SSH-2.0-OpenSSH_9.2p1\r\n'),
  '/long-header': (_req, res) => res.setHeader('x-long', 'x'.repeat(20_000)).end(json),
  '/switch': (req) =>
    req.socket.end('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
}

const brotliBomb = brotliCompressSync(Buffer.alloc(64 * mebibyte), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 5 },
})

const server = createServer((req, res) => answers[req.url ?? '']?.(req, res))
server.on('connection', (socket) => {
  open.add(socket)
  socket.on('error', () => undefined).on('close', () => open.delete(socket))
})
let address = ''
let get: (path: string, accept?: string) => ReturnType<ReturnType<typeof guardedFetch>>

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  address = `http://${host}`
  const fetchDocument = guardedFetch({ allowedHosts: [host], userAgent: 'Badge Passport' })
  get = (path, accept = 'application/json') => fetchDocument(address + path, accept)
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  sent = 0
})

const text = (found: Awaited<ReturnType<typeof get>>) =>
  found.answered ? Buffer.from(found.body).toString() : null

const noneOpen = () => expect.poll(() => open.size, { timeout: 1_000 }).toBe(0)

test.each(['/small', '/gzip', '/br'])('%s is read', async (path) => {
  expect(text(await get(path))).toBe(json)
  await noneOpen()
})

test.each([
  ['/missing', 404],
  ['/gone', 410],
])('%s is an answer too', async (path, status) => {
  expect(await get(path)).toMatchObject({ answered: true, status })
})

test('a document may have one mebibyte, a picture two', async () => {
  const size = async (path: string, accept: string) => {
    const found = await get(path, accept)
    return found.answered ? found.body.length : null
  }
  expect(await size('/one-mebibyte', 'application/json')).toBe(mebibyte)
  expect(await size('/over-one-mebibyte', 'application/json')).toBeNull()
  expect(await size('/over-one-mebibyte', 'image/png, image/svg+xml')).toBe(mebibyte + 1)
  expect(await size('/over-two-mebibytes', 'image/png')).toBeNull()
})

test.each([
  ...['/deflate', '/twice', '/cut', '/short', '/end', '/nonsense', '/long-header', '/switch'],
  ...['/bomb', '/brotli-bomb', '/empty-for-ever', '/huge'],
])('%s counts as no answer, at once', async (path) => {
  const began = performance.now()
  expect(await get(path)).toEqual({ answered: false })
  expect(performance.now() - began).toBeLessThan(4_000)
  expect(sent).toBeLessThan(16 * mebibyte)
  await noneOpen()
})

test('nobody listens there: no answer', async () => {
  const unheard = guardedFetch({ allowedHosts: ['127.0.0.1:1'], userAgent: 'x' })
  expect(await unheard('http://127.0.0.1:1/', 'application/json')).toEqual({ answered: false })
})

test('a connection that nobody takes up is given up after three seconds', async () => {
  const dial: Dial = ({ host, port }) => connect({ host, port, lookup: () => undefined })
  const silent = guardedFetch({ allowedHosts: [], userAgent: 'x', dial })
  const began = performance.now()
  expect(await silent('https://example.org/', 'application/json')).toEqual({ answered: false })
  const seconds = (performance.now() - began) / 1000
  expect(seconds).toBeGreaterThan(2.9)
  expect(seconds).toBeLessThan(4.5)
})

describe('twenty at once', () => {
  test('slow and silent ones end after five seconds, and cost little memory', async () => {
    const paths = ['/slow', '/slow-header', '/never', '/bomb', '/huge']
    const before = process.memoryUsage().rss
    let highest = before
    let longestPause = 0
    let last = performance.now()
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss)
      longestPause = Math.max(longestPause, performance.now() - last)
      last = performance.now()
    }, 20)
    const began = performance.now()
    const found = await Promise.all(Array.from({ length: 20 }, (_, at) => get(paths[at % 5] ?? '')))
    clearInterval(watch)
    expect(found.every(({ answered }) => !answered)).toBe(true)
    expect(performance.now() - began).toBeLessThan(6_500)
    expect((highest - before) / mebibyte).toBeLessThan(100)
    expect(longestPause).toBeLessThan(2_000)
    await noneOpen()
  })
})

test('no proxy of the environment comes in between', async () => {
  Object.assign(process.env, { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://127.0.0.1:1' })
  expect(text(await get('/small'))).toBe(json)
  delete process.env['NODE_USE_ENV_PROXY']
  delete process.env['HTTP_PROXY']
})
