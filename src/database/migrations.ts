import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { CannotStart } from './cannot-start.ts'

/** A step on the database's way here; `prisma/migrations` keeps Prisma's own layout. */
export interface Migration {
  name: string
  sql: string
}

interface Applied {
  name: string
  checksum: string
  finished: boolean
}

const ours = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

/** Whoever migrates holds this advisory lock; others wait, and then find nothing left to do. */
const migrating = 4_826_150_038

/** Exactly Prisma's own, so that `prisma migrate` can read on where we stopped. */
const table = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`

/** In the order in which they are applied. */
export function readMigrations(folder = ours): Migration[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return names
    .map(({ name }) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Brings the database up to date; answers with the names of what it applied. */
export async function migrate(url: string, migrations = readMigrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'migrations' })
  await client.connect()
  try {
    if ((await pending(client, migrations)).length === 0) return []
    await client.query('select pg_advisory_lock($1)', [migrating])
    const left = await pending(client, migrations)
    await client.query(table)
    for (const migration of left) await apply(client, migration)
    return left.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/** What is not applied yet. Refuses a database that these migrations did not make. */
async function pending(client: pg.Client, migrations: Migration[]) {
  const applied = await readApplied(client)
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const one of applied) refuse(one, known.get(one.name))
  const done = new Set(applied.map(({ name }) => name))
  return migrations.filter(({ name }) => !done.has(name))
}

function refuse({ name, checksum, finished }: Applied, migration: Migration | undefined) {
  if (!migration) {
    throw new CannotStart(
      `The database is newer than this program, which knows no migration "${name}"`,
    )
  }
  if (!finished)
    throw new CannotStart(
      `The migration "${name}" began and did not finish: see _prisma_migrations`,
    )
  if (checksum !== checksumOf(migration)) {
    throw new CannotStart(`The migration "${name}" was changed after this database had applied it`)
  }
}

async function readApplied(client: pg.Client) {
  const found = await client.query<{ there: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as there`,
  )
  if (!found.rows[0]?.there) return []
  const applied = await client.query<Applied>(
    `select migration_name as name, checksum, finished_at is not null as finished
     from _prisma_migrations where rolled_back_at is null`,
  )
  return applied.rows
}

/**
 * The step and its entry are one transaction: a process killed here leaves both or neither.
 * (Prisma's WebAssembly engine does neither that nor SQL with a semicolon inside a string.)
 */
async function apply(client: pg.Client, migration: Migration) {
  await client.query('begin')
  try {
    await client.query(migration.sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values (gen_random_uuid()::text, $1, $2, clock_timestamp(), 1)`,
      [checksumOf(migration), migration.name],
    )
    await client.query('commit')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CannotStart(`The migration "${migration.name}" failed and changed nothing: ${why}`)
  }
}

function checksumOf({ sql }: Migration) {
  return createHash('sha256').update(sql).digest('hex')
}
