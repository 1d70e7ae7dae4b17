import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type Server } from '../support/server.ts'

let folder: string
let server: Server

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'badge-passport-'))
  server = await startServer({
    DATA_DIR: folder,
    GOOGLE_CLIENT_ID: 'our client',
    GOOGLE_CLIENT_SECRET: 'our secret',
  })
})

afterAll(async () => {
  await server.end('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

const get = (path: string) => fetch(`${server.address}${path}`, { redirect: 'manual' })

test.each(['/log-in', '/sign-up'])('%s shows only the provider that is set up', async (path) => {
  const text = await (await get(path)).text()
  expect(text).toContain('Continue with Google')
  expect(text).not.toContain('Facebook')
})

test.each(['/log-in/facebook', '/log-in/facebook/callback?code=1&state=2'])(
  '%s is not there',
  async (path) => {
    expect((await get(path)).status).toBe(404)
  },
)

test('Google is asked where it really is', async () => {
  const away = (await get('/log-in/google')).headers.get('location') ?? ''
  expect(away).toMatch(/^https:\/\/accounts\.google\.com\/o\/oauth2\/v2\/auth\?/)
  expect(new URL(away).searchParams.get('redirect_uri')).toBe(
    'http://localhost/log-in/google/callback',
  )
})
