// node prisma/new-migration.ts NAME: writes the next folder of prisma/migrations, with the SQL that
// leads from the last migration to schema.prisma. The schema that the migrations reach is kept
// beside them, in reached.prisma: that is what schema.prisma is compared with.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { SchemaEngine, type DiffTarget } from '@prisma/schema-engine-wasm'
import { startEmbedded } from '#database/embedded'
import { readMigrations } from '#database/migrations'

const folder = join(import.meta.dirname, 'migrations')
const reached = join(folder, 'reached.prisma')
const filters = { externalTables: [], externalEnums: [] }

/** Prisma's engine compares texts only, but does not start without a database: it gets a new one. */
async function difference(from: DiffTarget, to: DiffTarget) {
  const home = mkdtempSync(join(tmpdir(), 'passport-'))
  const database = await startEmbedded(home)
  const adapter = bindMigrationAwareSqlAdapterFactory(
    new PrismaPg({ connectionString: database.url }),
  )
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter)
  // The last one is demanded, though the engine's types do not know it.
  const wish = { from, to, filters, script: true, exitCode: true, shadowDatabaseUrl: null }
  const { exitCode, stdout } = await engine.diff(wish)
  engine.free()
  await database.leave()
  rmSync(home, { recursive: true, force: true })
  return exitCode === 0 ? null : stdout
}

function schemaIn(path: string): DiffTarget {
  const content = readFileSync(path, 'utf8')
  return { tag: 'schemaDatamodel', files: [{ path, content }] }
}

/** The first free number: a migration that was taken away to be made anew gets its own back. */
function nextNumber() {
  const taken = new Set(readMigrations().map((migration) => Number.parseInt(migration.name, 10)))
  let number = 1
  while (taken.has(number)) number += 1
  return String(number).padStart(4, '0')
}

function write(name: string, sql: string) {
  const place = join(folder, `${nextNumber()}_${name.replaceAll(/\W+/g, '_')}`)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'migration.sql'), sql)
  writeFileSync(join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n')
  return place
}

const name = process.argv[2]
if (!name) {
  process.stderr.write('Say what it does: node prisma/new-migration.ts add_collections\n')
  process.exit(1)
}
const schema = join(import.meta.dirname, 'schema.prisma')
const sql = await difference(
  existsSync(reached) ? schemaIn(reached) : { tag: 'empty' },
  schemaIn(schema),
)
const said = sql ? write(name, sql) : 'The tables stay as they are: there is nothing to migrate.'
writeFileSync(reached, readFileSync(schema))
process.stdout.write(`${said}\n`)
process.exit(0)
