import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { config } from '#config'
import { db } from '#db'
import { take } from '#limits/limits'
import { startBeside, type Server } from '../support/server.ts'

// Other processes than this one, as behind a load balancer.

let server: Server
let behindProxy: Server

beforeAll(async () => {
  const shared = { APP_SECRET: config.appSecret ?? '', LIMITS: 'bad-link.client=20/1h' }
  server = await startBeside(shared)
  behindProxy = await startBeside({ ...shared, TRUST_PROXY: '1' })
})

afterAll(async () => {
  await server.end('SIGTERM')
  await behindProxy.end('SIGTERM')
})

beforeEach(() => db.rateLimit.deleteMany())

async function useBadLink(at: Server, headers: Record<string, string> = {}) {
  return (await fetch(`${at.address}/reset-password/nothing`, { headers })).status
}

const counts = async () => (await db.rateLimit.findMany()).map(({ points }) => points)

test('all processes count together, and a setting changes the number', async () => {
  for (let n = 0; n < 10; n += 1) await take('bad-link.client', '127.0.0.1')
  for (let n = 0; n < 10; n += 1) expect(await useBadLink(server)).toBe(410)
  expect(await counts()).toEqual([20])
  expect(await useBadLink(server)).toBe(429)
})

test('behind one proxy the address that it adds counts, whatever stands before it', async () => {
  for (let n = 1; n <= 20; n += 1) {
    const headers = { 'x-forwarded-for': `198.51.100.${n}, 203.0.113.7` }
    expect(await useBadLink(behindProxy, headers)).toBe(410)
  }
  expect(await counts()).toEqual([20])
  const spoofed = { 'x-forwarded-for': '198.51.100.99, 203.0.113.7' }
  expect(await useBadLink(behindProxy, spoofed)).toBe(429)
  expect(await useBadLink(behindProxy, { 'x-forwarded-for': '203.0.113.8' })).toBe(410)
})

test('addresses of one IPv6 network are one client', async () => {
  for (let n = 1; n <= 20; n += 1) {
    await useBadLink(behindProxy, { 'x-forwarded-for': `2001:db8:1:2::${n}` })
  }
  expect(await useBadLink(behindProxy, { 'x-forwarded-for': '2001:db8:1:2:3:4:5:6' })).toBe(429)
  expect(await useBadLink(behindProxy, { 'x-forwarded-for': '2001:db8:1:3::1' })).toBe(410)
})
