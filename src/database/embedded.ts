import { accessSync, constants, existsSync, mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { CannotStart } from './cannot-start.ts'
import { clusterUrl, makeCluster } from './cluster.ts'
import { release, take } from './lock-file.ts'
import { findPostmaster, startPostmaster, stopPostmaster } from './postmaster.ts'

/** A PostgreSQL of our own, there for as long as somebody uses it. */
export interface Embedded {
  url: string
  /** Whoever leaves last stops the server. */
  leave: () => Promise<void>
}

interface Entered {
  url: string
  port: number
  /** Holds the lock that says "somebody is here". */
  client: pg.Client
}

/** The advisory lock that all who use the server hold together. */
const presence = 4_826_150_037

/** How long a start may take, recovery after a crash included. */
const patience = 120_000

/** Joins the PostgreSQL that runs on this folder, and starts one (makes one) if none does. */
export async function startEmbedded(dataDir: string): Promise<Embedded> {
  const home = ownFolder(dataDir)
  const first = await enter(home)
  let current = Promise.resolve(first)
  let leaving = false

  // When the server falls over, whoever is there brings it back, at the address that all know.
  function stay(entered: Entered) {
    entered.client.once('end', () => {
      if (!leaving) current = enter(home, entered.port).then(stay)
    })
    return entered
  }

  stay(first)
  return {
    url: first.url,
    leave: async () => {
      leaving = true
      const { client } = await current
      if (await isLast(client)) await stopPostmaster(join(home, 'postgres'))
      await client.end()
    },
  }
}

function ownFolder(dataDir: string) {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const home = realpathSync(dataDir)
  const folder = join(home, 'postgres')
  try {
    if (existsSync(folder)) accessSync(folder, constants.X_OK)
  } catch {
    throw new CannotStart(
      `${folder} belongs to another user: run this as that user, or set DATA_DIR`,
    )
  }
  return home
}

async function enter(home: string, port?: number): Promise<Entered> {
  const folder = join(home, 'postgres')
  const until = Date.now() + patience
  while (Date.now() < until) {
    const running = findPostmaster(folder)
    const entered = running?.ready ? await register(folder, running.port) : null
    if (entered) return entered
    if (running || !(await bringUp(home, port))) await sleep(20)
  }
  throw new CannotStart(`The database in ${folder} neither starts nor stops (see ${logOf(home)})`)
}

/** Null when the server is just going down. */
async function register(folder: string, port: number): Promise<Entered | null> {
  const url = clusterUrl(folder, port)
  const client = new pg.Client({ connectionString: url, application_name: 'presence' })
  // Its 'end' follows and is what counts; an 'error' nobody listens to would end this process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    // Waits while somebody who holds it alone stops the server, and then fails: we start anew.
    await client.query('select pg_advisory_lock_shared($1)', [presence])
    return { url, port, client }
  } catch (error) {
    if (isLost(error)) return null
    throw error
  }
}

/** One process at a time makes and starts the server; the others look again. */
async function bringUp(home: string, port?: number) {
  const lock = join(home, 'postgres.lock')
  if (!take(lock)) return false
  try {
    const folder = join(home, 'postgres')
    makeCluster(folder)
    return findPostmaster(folder) !== null || (await startPostmaster(folder, logOf(home), port))
  } finally {
    release(lock)
  }
}

async function isLast(client: pg.Client) {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [presence])
    const answer = await client.query<{ last: boolean }>(
      'select pg_try_advisory_lock($1) as last',
      [presence],
    )
    return answer.rows[0]?.last === true
  } catch {
    return false
  }
}

/** Not reachable, starting or stopping; anything else is a fault that waiting does not mend. */
function isLost(error: unknown) {
  const { code, message } = error as { code?: string; message: string }
  return (
    /^(ECONN\w+|EPIPE|57P0[123])$/.test(code ?? '') || message.startsWith('Connection terminated')
  )
}

function logOf(home: string) {
  return join(home, 'postgres.log')
}
