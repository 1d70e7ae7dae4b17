import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { config } from '#config'
import { CannotStart } from './cannot-start.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrations.ts'

/** How long a database elsewhere may take to come up beside us. */
const patience = 60_000

export interface OpenDatabase {
  url: string
  /** To be awaited before the process ends: ours stops with the last who closes it. */
  close: () => Promise<void>
}

/** The database of the settings, or our own; up to date, and connected to `db` and `pool`. */
export async function openDatabase(): Promise<OpenDatabase> {
  const server = config.databaseUrl ? theirs(config.databaseUrl) : startEmbedded(config.dataDir)
  // Loads while the database comes up.
  const [{ url, leave }, { connect, disconnect }] = await Promise.all([server, import('#db')])
  try {
    await migrate(url)
    connect(url)
    return { url, close: () => disconnect().finally(leave) }
  } catch (error) {
    await leave()
    throw error
  }
}

/** Whether the database answers now: what /readyz says. */
export async function databaseReady(): Promise<boolean> {
  const { pool } = await import('#db')
  const late = sleep(2_000, false, { ref: false })
  const answer = pool.query('select 1').then(
    () => true,
    () => false,
  )
  return Promise.race([answer, late])
}

async function theirs(url: string) {
  const until = Date.now() + patience
  for (;;) {
    const problem = await attempt(url)
    if (!problem) return { url, leave: () => Promise.resolve() }
    if (!problem.passing || Date.now() > until) {
      throw new CannotStart(`DATABASE_URL leads to no database that lets us in: ${problem.message}`)
    }
    await sleep(250)
  }
}

async function attempt(url: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return null
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string }
    return { message: message || code, passing: !/^(28|3D|42)/.test(code) }
  } finally {
    await client.end().catch(() => undefined)
  }
}
