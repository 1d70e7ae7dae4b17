import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig, settings } from '#config'

const good = {
  NODE_ENV: 'production',
  SITE_URL: 'https://passport.example',
  SMTP_URL: 'smtp://mail.example',
  APP_SECRET: 'x'.repeat(32),
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'passport-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function start(environment: Record<string, string>) {
  const env = { PATH: process.env['PATH'], DATA_DIR: folder, ...environment }
  const done = spawnSync(process.execPath, ['src/server.ts'], { env, encoding: 'utf8' })
  return { code: done.status, lines: done.stderr.trim().split('\n') }
}

test('a server with nothing set says all that is missing at once, a line each', () => {
  const { code, lines } = start({ NODE_ENV: 'production' })
  expect(code).toBe(1)
  expect(lines).toHaveLength(3)
  expect(lines.map((line) => /^Cannot start: (\w+) is missing/.exec(line)?.[1])).toEqual([
    'SITE_URL',
    'SMTP_URL',
    'APP_SECRET',
  ])
})

test.each([
  ['APP_SECRET', 'x'.repeat(31), 'is shorter than 32 bytes'],
  ['APP_SECRET', 'change-me-to-32-or-more-random-characters', 'is the sample'],
  ['SITE_URL', 'passport.example', 'must be an address'],
  ['SMTP_URL', 'http://mail.example', 'must look like smtp://'],
  ['DATABASE_URL', 'mysql://db.example/passport', 'must look like postgresql://'],
  ['PORT', 'abc', 'must be a number'],
  ['TRUST_PROXY', 'yes', 'must be a number of proxies'],
])('%s set to "%s" is refused: %s', (name, value, problem) => {
  const { code, lines } = start({ ...good, [name]: value })
  expect(code).toBe(1)
  expect(lines).toEqual([expect.stringContaining(`Cannot start: ${name} ${problem}`)])
})

test.each([
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  ['GOOGLE_CLIENT_SECRET', 'GOOGLE_CLIENT_ID'],
  ['FACEBOOK_APP_ID', 'FACEBOOK_APP_SECRET'],
  ['FACEBOOK_APP_SECRET', 'FACEBOOK_APP_ID'],
])('%s alone is refused: it needs %s', (given, needed) => {
  const problems = [`${needed} is missing: ${given} is set and needs it`]
  for (const environment of [good, {}])
    expect(readConfig({ ...environment, [given]: 'x' })).toEqual({ ok: false, problems })
})

test.each(['GOOGLE_TOKEN_URL', 'FACEBOOK_PROFILE_URL'])(
  '%s must be safe on the way: https, or this machine itself',
  (name) => {
    const set = (url: string) => readConfig({ ...good, [name]: url }).ok
    expect(set('http://login.example/token')).toBe(false)
    expect(set('http://localhost.example/token')).toBe(false)
    expect(set('https://login.example/token')).toBe(true)
    expect(set('http://127.0.0.1:9000/token')).toBe(true)
  },
)

test.each(['badges.internal', 'http://badges.internal:80', 'a b:80', 'host:99999', 'me@host:80'])(
  'FETCH_HOSTS names a host with its port, unlike “%s”',
  (host) => {
    const read = readConfig({ ...good, FETCH_HOSTS: `localhost:4000,${host}` })
    const problem = `FETCH_HOSTS has “${host}”: write badges.internal:8443`
    expect(read).toEqual({ ok: false, problems: [problem] })
  },
)

test('FETCH_HOSTS may name several hosts, and names none by itself', () => {
  const hosts = (given: object) => readConfig({ ...good, ...given })
  expect(hosts({})).toMatchObject({ config: { fetchHosts: [] } })
  expect(hosts({ FETCH_HOSTS: ' Badges.internal:8443, [::1]:443 ,127.0.0.1:80,' })).toMatchObject({
    config: { fetchHosts: ['badges.internal:8443', '[::1]:443', '127.0.0.1:80'] },
  })
})

test('good settings are accepted', () => {
  expect(readConfig(good).ok).toBe(true)
})

test('.env.example names every setting and no other, and works', () => {
  const example = parseEnv(readFileSync('.env.example', 'utf8'))
  expect(Object.keys(example).sort()).toEqual(Object.keys(settings.shape).sort())
  expect(readConfig(example)).toMatchObject({ ok: true })
})

test('.env.example says what each setting is for', () => {
  const blocks = readFileSync('.env.example', 'utf8').trim().split('\n\n').slice(1)
  for (const block of blocks) expect(block).toMatch(/^# /)
})
