import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync } from 'node:zlib'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asset, assets } from '#web/assets'

const server = express().use('/assets', assets).listen(0, '127.0.0.1')
const kilobyte = 1024
let site = ''

beforeAll(async () => {
  if (!server.listening) await once(server, 'listening')
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => server.close())

const sheet = asset('css/app.css')
const fetchAsset = (path: string, headers: Record<string, string>, method = 'GET') =>
  fetch(site + path, { method, headers })

test('a file may be kept for ever, under a name made from its content', async () => {
  const answer = await fetchAsset(sheet, { 'accept-encoding': 'identity' })

  expect(sheet).toMatch(/^\/assets\/css\/app-[\da-f]{16}\.css$/)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
})

test('each browser gets the smallest form that it can read', async () => {
  const plain = await (await fetchAsset(sheet, { 'accept-encoding': 'identity' })).text()

  for (const [accepted, sent] of [
    ['gzip, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0', null],
  ] as const) {
    const answer = await fetchAsset(sheet, { 'accept-encoding': accepted })
    expect(answer.headers.get('content-encoding')).toBe(sent)
    expect(answer.headers.get('vary')).toBe('Accept-Encoding')
    expect(await answer.text()).toBe(plain)
  }
})

test('HEAD sends no body, and a known ETag is answered 304', async () => {
  const head = await fetchAsset(sheet, { 'accept-encoding': 'br' }, 'HEAD')
  const etag = head.headers.get('etag') ?? ''

  expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0)
  expect(await head.text()).toBe('')
  expect(await statusOf(sheet, { 'if-none-match': etag })).toBe(304)
})

test('nothing else is served: no source, no other folder, no stale name', async () => {
  const paths = [
    'css/app.css',
    'css/chip.css',
    '../package.json',
    '%2e%2e/package.json',
    'css/app-0.css',
  ]
  for (const path of paths) expect(await statusOf(`/assets/${path}`)).toBe(404)
})

test('all style sheets and all scripts stay small', async () => {
  expect(await sizeOf(sheet)).toBeLessThan(10 * kilobyte)
  expect(await sizeOf(asset('js/app.js'))).toBeLessThan(3 * kilobyte)
})

test('the sheets and the modules are put into one file each', async () => {
  const [css, js] = [await textOf(sheet), await textOf(asset('js/app.js'))]

  expect(css).not.toContain('@import')
  expect(css).toContain('@layer components {\n.badge-card {')
  expect(js).not.toContain('import ')
})

// fetch tidies paths up, unpacks bodies and turns a question about an ETag into no-cache.
async function raw(path: string, more: Record<string, string> = {}): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo
  const request = get({
    host: '127.0.0.1',
    port,
    path,
    headers: { 'accept-encoding': 'br', ...more },
  })
  return new Promise((resolve, reject) => request.on('response', resolve).on('error', reject))
}

async function statusOf(path: string, headers?: Record<string, string>) {
  const answer = await raw(path, headers)
  answer.resume()
  return answer.statusCode
}

async function bytesOf(path: string) {
  const parts: Buffer[] = []
  for await (const part of await raw(path)) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

const sizeOf = async (path: string) => (await bytesOf(path)).length
const textOf = async (path: string) => brotliDecompressSync(await bytesOf(path)).toString()
