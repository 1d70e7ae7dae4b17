import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { db } from '#db'
import { startApp } from '../support/app.ts'
import { mailbox } from '../support/mailbox.ts'

startApp()

interface Ended {
  code: number
  out: string
  err: string
}

/** Runs the command line as a process of its own, beside the running server. */
function wallet(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['src/cli/wallet.ts', ...words], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

async function json(...words: string[]): Promise<Record<string, unknown>> {
  const { out, err } = await wallet(...words, '--json')
  expect(err).toBe('')
  return JSON.parse(out) as Record<string, unknown>
}

async function pictureFile(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'wallet-')), 'badge.svg')
  await writeFile(
    file,
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>',
  )
  return file
}

const board = [
  '--name',
  'Northfield',
  '--url',
  'https://northfield.example',
  '--email',
  'badges@northfield.example',
]

/** Makes a badge of this issuer, as the operator would type it. */
async function makeBadge(issuer: Record<string, unknown>, ...more: string[]) {
  const described = [
    '--name',
    'First Aid',
    '--description',
    'Knows what to do.',
    '--criteria',
    'A test.',
  ]
  const image = await pictureFile()
  return json(
    'badge',
    'create',
    '--issuer',
    String(issuer['id']),
    ...described,
    '--image',
    image,
    ...more,
  )
}

test('issuer, badge, award and revoke, each answering in JSON alone', async () => {
  const issuer = await json('issuer', 'create', ...board)
  expect(issuer).toEqual({
    id: expect.stringMatching(/^\w{25}$/),
    key: expect.stringMatching(/^bp_/),
  })
  const badge = await makeBadge(issuer, '--skill', 'First aid', '--skill', 'Calm')
  expect(badge).toMatchObject({ name: 'First Aid', skills: ['First aid', 'Calm'] })
  const award = await json(
    'award',
    '--badge',
    String(badge['id']),
    '--email',
    'ana@example.org',
    '--issued-on',
    '2026-03-04',
  )
  expect(award).toMatchObject({ state: 'waiting', email: 'ana@example.org' })
  expect((await mailbox.mailTo('ana@example.org')).subject).toContain('First Aid')
  expect(
    await json('revoke', '--award', String(award['id']), '--reason', 'A mistake'),
  ).toMatchObject({ state: 'revoked' })
})

test('options may be spelled as the API spells them, and --json may stand anywhere', async () => {
  const issuer = await json('issuer', 'create', ...board)
  const badge = await makeBadge(issuer)
  const { out } = await wallet(
    ...['--json', 'award', '--badge', String(badge['id']), '--email', 'tom@example.org'],
    ...['--expiresOn', '2030-01-01', '--evidence', 'https://example.org/game'],
  )
  expect(JSON.parse(out)).toMatchObject({ expiresOn: '2030-01-01T23:59:59.999Z' })
})

test('a mistake is named by its option, changes nothing and ends with 1', async () => {
  const before = await db.issuer.count()
  const { code, err, out } = await wallet(
    'issuer',
    'create',
    '--name',
    '',
    '--url',
    'javascript:1',
    '--email',
    'x',
  )
  expect([code, out]).toEqual([1, ''])
  expect(err).toMatch(/^name: .+\nurl: .+\nemail: .+\n$/)
  const asJson = await wallet('award', '--badge', 'nothing', '--email', 'ana@example.org', '--json')
  expect(asJson.code).toBe(1)
  expect(JSON.parse(asJson.out)).toMatchObject({ errors: [{ field: 'badge' }] })
  expect((await wallet('award', '--nonsense')).code).toBe(1)
  expect((await wallet('nonsense')).code).toBe(1)
  expect(await db.issuer.count()).toBe(before)
})

test('every command explains itself', async () => {
  const { out, code } = await wallet('--help')
  expect(code).toBe(0)
  for (const name of ['issuer create', 'badge create', 'award', 'revoke', 'routes', 'migrate']) {
    expect(out).toContain(name)
    const help = await wallet(...name.split(' '), '--help')
    expect([help.code, help.out]).toEqual([0, expect.stringContaining(`npm run wallet -- ${name}`)])
  }
})

test('routes prints every path with who may call it', async () => {
  const routes = (await json('routes')) as unknown as {
    method: string
    path: string
    who: string
  }[]
  expect(routes).toContainEqual({ method: 'POST', path: '/home/:id/accept', who: 'learner' })
  expect(routes).toContainEqual({ method: 'GET', path: '/b/:key', who: 'anyone' })
  expect(routes).toContainEqual({ method: 'POST', path: '/api/v1/awards', who: 'issuer' })
  expect((await wallet('routes')).out).toMatch(/^anyone +GET +\/healthz$/m)
})

test('migrate on a database that is up to date changes nothing', async () => {
  expect(await json('migrate')).toEqual({ migrated: true })
})
