import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient, type Prisma } from './generated/prisma/client.ts'
import { log } from './log.ts'

/** The one pool: Prisma, the job queue and the sessions share it. */
export let pool: pg.Pool

/** The one Prisma client. An entry point (server, command line, test) calls `connect` first. */
export let db: PrismaClient

/** What a rule gets inside a transaction. */
export type Tx = Prisma.TransactionClient

export function connect(databaseUrl: string) {
  pool = new pg.Pool({ connectionString: databaseUrl, max: 10, connectionTimeoutMillis: 5_000 })
  // Without a listener, a restart of the database would end this process.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ error: error.message }, 'a database connection was lost')
  })
  db = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 5_000, timeout: 10_000 },
  })
}

export async function disconnect() {
  await db.$disconnect()
  if (!pool.ended) await pool.end()
}
