import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startEmbedded, type Embedded } from '#database/embedded'
import { migrate, readMigrations } from '#database/migrations'

let home: string
let database: Embedded
let admin: pg.Client
let url: string
let count = 0

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'passport-'))
  database = await startEmbedded(home)
  admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
})

afterAll(async () => {
  await admin.end()
  await database.leave()
  rmSync(home, { recursive: true })
})

beforeEach(async () => {
  count += 1
  await admin.query(`create database empty_${count}`)
  url = database.url.replace(/passport$/, `empty_${count}`)
})

const steps = [
  {
    name: '0001_one',
    sql: `create table one (text text default 'a;b'); insert into one values (default);`,
  },
  { name: '0002_two', sql: 'create table two ();' },
]

async function tables() {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename !~ '^_' order by 1`,
  )
  await client.end()
  return rows.map(({ name }) => name)
}

test('all migrations are applied in order, and a second run applies nothing', async () => {
  const names = readMigrations().map(({ name }) => name)
  expect(names.length).toBeGreaterThan(0)
  expect(await migrate(url)).toEqual(names)
  expect(await migrate(url)).toEqual([])
})

test('of five that migrate at once, one does the work', async () => {
  const done = await Promise.all(Array.from({ length: 5 }, () => migrate(url, steps)))
  expect(done.flat()).toEqual(['0001_one', '0002_two'])
})

test('a database that is newer than the program is refused', async () => {
  await migrate(url, steps)
  await expect(migrate(url, steps.slice(0, 1))).rejects.toThrow(
    'The database is newer than this program, which knows no migration "0002_two"',
  )
})

test('a migration that was changed after it was applied is refused', async () => {
  await migrate(url, steps)
  const changed = steps.map((step) => ({ ...step, sql: `${step.sql} -- better` }))
  await expect(migrate(url, changed)).rejects.toThrow('"0001_one" was changed')
})

test('a migration that fails leaves nothing behind, and succeeds when it is mended', async () => {
  const broken = { name: '0003_three', sql: 'create table three (); select nonsense;' }
  await expect(migrate(url, [...steps, broken])).rejects.toThrow(
    '"0003_three" failed and changed nothing',
  )
  expect(await tables()).toEqual(['one', 'two'])
  const mended = { ...broken, sql: 'create table three ();' }
  expect(await migrate(url, [...steps, mended])).toEqual(['0003_three'])
})

test('the migrations lead to the schema: whoever changes it runs prisma/new-migration.ts', () => {
  const read = (path: string) => readFileSync(path, 'utf8')
  expect(read('prisma/migrations/reached.prisma')).toBe(read('prisma/schema.prisma'))
})
