import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Verdict } from '#openbadges/check'
import { foreignBadge, tampered } from '../support/foreign-badge.ts'

// `npm run wallet -- check`, as a process of its own. It needs no database and no settings.

const folder = mkdtempSync(join(tmpdir(), 'check-'))
const fileOf = (name: string) => join(folder, name)
const put = (name: string, content: string) => {
  writeFileSync(fileOf(name), content)
  return fileOf(name)
}

let good = ''
beforeAll(async () => {
  good = await foreignBadge({ email: 'ana@example.org', validUntil: '2027-01-01T00:00:00Z' })
  put('good.json', good)
  put('changed.json', tampered(good))
  put('empty-map.json', '{}')
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Ended {
  code: number
  out: string
  err: string
}

const nothingSet = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: '.cache/compiled' }

function check(words: string[], environment: object = {}, input = ''): Promise<Ended> {
  const program = ['--disable-warning=ExperimentalWarning', 'src/cli/wallet.ts', 'check', ...words]
  const env = { ...nothingSet, ...environment }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, program, { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
    child.stdin?.end(input)
  })
}

const verdictIn = ({ out }: Ended) => JSON.parse(out) as Verdict
const found = (ended: Ended) =>
  verdictIn(ended).findings.map(({ question, outcome }) => `${question} ${outcome}`)

const onDay = ['--now', '2026-11-23']
const offline = ['--map', fileOf('empty-map.json')]

test('a good badge: findings first, as JSON alone, and it ends with 0', async () => {
  const ended = await check([fileOf('good.json'), ...onDay, ...offline])
  expect([ended.code, ended.err]).toEqual([0, ''])
  expect(Object.keys(verdictIn(ended))[0]).toBe('findings')
  expect(verdictIn(ended)).toMatchObject({
    ...{ version: '3.0', format: 'json', checkedAt: '2026-11-23T00:00:00.000Z' },
    badge: { name: 'Swimming' },
  })
  expect(found(ended)).toContain('proof passed')
})

test('a badge that was changed ends with 1', async () => {
  const ended = await check([fileOf('changed.json'), ...onDay, ...offline])
  expect([ended.code, ended.err]).toEqual([1, ''])
  expect(found(ended)).toContain('proof failed')
})

test('the day that is named counts', async () => {
  const late = await check([fileOf('good.json'), '--now', '2027-01-02', ...offline])
  expect([late.code, found(late).includes('dates failed')]).toEqual([1, true])
  const instant = ['--now', '2027-01-01T00:30:00+01:00']
  expect((await check([fileOf('good.json'), ...instant, ...offline])).code).toBe(0)
})

test('addresses of whom it should be for are compared, and only then', async () => {
  const ask = (...emails: string[]) =>
    check([fileOf('good.json'), ...onDay, ...offline, ...emails.flatMap((one) => ['--email', one])])
  expect(found(await ask('tom@example.org', 'Ana@Example.org'))).toContain('recipient passed')
  const other = await ask('tom@example.org')
  expect([other.code, found(other).includes('recipient failed')]).toEqual([1, true])
  expect(found(await ask()).some((one) => /recipient (passed|failed)/.test(one))).toBe(false)
})

test('"-" is what comes in', async () => {
  const words = ['-', ...onDay, ...offline]
  expect(found(await check(words, {}, good))).toContain('proof passed')
  expect((await check(words, {}, 'no badge')).code).toBe(1)
})

test('with --json it is one line', async () => {
  const ended = await check([fileOf('good.json'), ...onDay, ...offline, '--json'])
  expect([ended.code, ended.out.trim().split('\n').length]).toEqual([0, 1])
})

describe('a map in place of the network', () => {
  test('files are relative to it; null and a file that is not there are not found', async () => {
    put(
      'map.json',
      '{"https://e.test/b": "good.json", "https://e.test/n": null, "https://e.test/m": "none"}',
    )
    const ask = (url: string) => check([url, ...onDay, '--map', fileOf('map.json')])
    const mapped = await ask('https://e.test/b')
    expect([mapped.code, verdictIn(mapped).badge?.name]).toEqual([0, 'Swimming'])
    const codes = async (url: string) => verdictIn(await ask(url)).findings.map(({ code }) => code)
    const [isNull, missing, unnamed] = await Promise.all(
      ['n', 'm', 'x'].map((path) => codes(`https://e.test/${path}`)),
    )
    expect(missing).toEqual(isNull)
    expect(unnamed).not.toEqual(isNull)
  })

  test('nothing goes over the network', async () => {
    let asked = 0
    const server = createServer((_req, res) => res.end(String((asked += 1))))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const allowed = { FETCH_HOSTS: host }
    await check([`http://${host}/badge`, ...offline], allowed)
    expect(asked).toBe(0)
    await check([`http://${host}/badge`], allowed)
    expect(asked).toBe(1)
    await check([`http://${host}/badge`])
    expect(asked).toBe(1)
    server.close()
  })
})

describe('asked wrongly, it says so in a sentence, prints nothing, and ends with 2', () => {
  put('list.json', '["https://e.test/b"]')
  put('numbers.json', '{"https://e.test/b": 7}')
  put('broken.json', '{')
  test.each([
    ['no badge', [], 'badge: is needed'],
    ['two badges', ['a', 'b'], 'badge: is needed, once'],
    ['a file that is not there', ['nothing.png'], 'badge: nothing.png cannot be read'],
    ['a folder', ['.'], 'badge: . cannot be read'],
    ['an option that there is not', ['a', '--nonsense'], "check: Unknown option '--nonsense'"],
    ['a date that there is not', ['a', '--now', '2026-02-30'], 'now: must be a date like'],
    ['a date in words', ['a', '--now', 'tomorrow'], 'now: must be a date like'],
    ['an address that is none', ['a', '--email', 'ana'], 'email.0: Enter an email address'],
    ['no map', ['-', '--map', fileOf('none')], 'map: .* cannot be read'],
    ['a map that is a list', ['-', '--map', fileOf('list.json')], 'map: .* is not a JSON object'],
    ['a map of numbers', ['-', '--map', fileOf('numbers.json')], 'map: .* is not a JSON object'],
    ['a map that is broken', ['-', '--map', fileOf('broken.json')], 'map: .* is not a JSON object'],
  ])('%s', async (_what, words, sentence) => {
    const { code, out, err } = await check(words)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(new RegExp(`^${sentence}`))
    expect(err.trim().split('\n')).toHaveLength(1)
  })
})

test('with npm, from another folder, a file is where its caller stands', async () => {
  const npm = spawn(
    'npm',
    ['run', '-s', '--prefix', process.cwd(), 'wallet', '--', 'check', 'good.json', ...onDay],
    {
      cwd: folder,
      env: { ...process.env, FETCH_HOSTS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let out = ''
  npm.stdout.on('data', (text: Buffer) => (out += text.toString()))
  const code = await new Promise((resolve) => npm.on('exit', resolve))
  expect([code, found({ code: 0, out, err: '' }).includes('proof passed')]).toEqual([0, true])
})

const shared = '../shared/fixtures'
const isThere = existsSync(`${shared}/index.json`)

test(`badges of other projects ${isThere ? 'end as they should' : '(not there: nothing was checked)'}`, async () => {
  if (!isThere) return
  const { fixtures } = JSON.parse(readFileSync(`${shared}/index.json`, 'utf8')) as {
    fixtures: { file: string; expected: string }[]
  }
  const some = [
    ...['valid/ob30/simple.json', 'valid/ob30/simple-json.png', 'valid/ob30/simple-jwt.svg'],
    ...['valid/ob20/simple-badge.png', 'invalid/ob20/simple-revoked.jwt'],
    ...['invalid/verifier-core/v2NoProof.json', 'invalid/bakery/bad-json.svg'],
  ]
  for (const { file, expected } of fixtures.filter((one) => some.includes(one.file))) {
    const map = ['--map', `${shared}/support/map.json`]
    const { code } = await check([`${shared}/${file}`, ...onDay, ...map])
    expect([file, code]).toEqual([file, expected === 'valid' ? 0 : 1])
  }
})
