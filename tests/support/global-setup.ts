import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server that each test file makes a database of its own on. */
    postgres: string
  }
}

/** The database that every test file gets a copy of. */
export const template = 'template_wallet'

/** One real PostgreSQL for the whole run, with one migrated database to copy. */
export default async function startPostgres(project: TestProject) {
  process.env['LOG_LEVEL'] ??= 'silent'
  const { startEmbedded } = await import('#database/embedded')
  const folder = mkdtempSync(join(tmpdir(), 'badge-passport-tests-'))
  const { url, leave } = await startEmbedded(folder)
  await makeTemplate(url)
  project.provide('postgres', url)
  return async () => {
    await leave()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function makeTemplate(server: string) {
  const { migrate } = await import('#database/migrations')
  const { connect, disconnect } = await import('#db')
  const { prepareQueue, stopQueue } = await import('#queue/queue')
  const url = await makeDatabase(server, template)
  await migrate(url)
  connect(url)
  await prepareQueue()
  await stopQueue()
  await disconnect()
}

/** A new database on this server, empty or a copy of another. */
export async function makeDatabase(server: string, name: string, copyOf?: string): Promise<string> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  // Only one copy at a time can be made of a database; the others wait their turn.
  await client.query('select pg_advisory_lock(1)')
  const from = copyOf === undefined ? '' : ` template ${client.escapeIdentifier(copyOf)}`
  await client.query(`create database ${client.escapeIdentifier(name)}${from}`)
  await client.end()
  return Object.assign(new URL(server), { pathname: `/${name}` }).href
}
