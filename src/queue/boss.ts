import { PgBoss } from 'pg-boss'
import { pool } from '#db'
import { log } from '#log'

// pg-boss counts in seconds.
const minutes = (count: number) => count * 60
const hours = (count: number) => count * minutes(60)
const days = (count: number) => count * hours(24)

export const jobQueue = 'jobs'
export const setAsideQueue = 'set-aside'

/** Tried after 1, 2, 4 … seconds, then every hour: 59 times in 48 hours, each a random bit later. */
const retries = { retryLimit: 59, retryDelay: 1, retryBackoff: true, retryDelayMax: hours(1) }

const jobOptions = {
  ...retries,
  deadLetter: setAsideQueue,
  expireInSeconds: minutes(3),
  heartbeatSeconds: 10, // a job of a process that died is taken up again after this
  retentionSeconds: days(7),
  deleteAfterSeconds: hours(1),
}

/** pg-boss on our one pool, in its own schema, which is made where it is missing. */
export async function openBoss(): Promise<PgBoss> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: 'pgboss',
    schedule: false,
    registerInstance: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    queueCacheIntervalSeconds: 5,
    maintenanceIntervalSeconds: minutes(10),
    flowIntervalSeconds: hours(1),
  })
  boss.on('error', sayNowAndThen)
  boss.on('warning', ({ message }) => log.warn({ message }, 'the job queue has a warning'))
  await boss.start()
  await keepQueue(boss, setAsideQueue, { retentionSeconds: days(90) })
  await keepQueue(boss, jobQueue, jobOptions)
  return boss
}

let quietUntil = 0

/** While the database is away ten workers fail twice a second, and all say the same. */
function sayNowAndThen(error: Error) {
  if (Date.now() < quietUntil) return
  quietUntil = Date.now() + 10_000
  log.warn({ error: error.message }, 'the job queue had a problem')
}

/** The settings of a queue are kept in the database; those of this version count. */
async function keepQueue(boss: PgBoss, name: string, options: object) {
  if (await boss.getQueue(name)) await boss.updateQueue(name, options)
  else await boss.createQueue(name, options)
}
