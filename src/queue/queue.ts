import { fromPrisma, type JobResult, type JobWithMetadata, type PgBoss } from 'pg-boss'
import { pool, type Tx } from '#db'
import { log } from '#log'
import { jobQueue, openBoss, setAsideQueue } from './boss.ts'
import { isFinal, OutOfReach } from './failures.ts'
import type { JobName, Jobs, Payloads } from './payloads.ts'

const workOptions = {
  localConcurrency: 10,
  localGroupConcurrency: 2,
  pollingIntervalSeconds: 0.5,
  burstWhenReadyExceeds: 10,
  perJobResults: true,
  includeMetadata: true,
} as const

interface Stored {
  job: JobName
  payload: Payloads[JobName]
}

let boss: PgBoss | undefined

/** Makes the queue's own schema where it is missing. Once after `connect`; then jobs can be written down. */
export async function prepareQueue(): Promise<void> {
  boss ??= await openBoss()
}

/** Begins to do jobs, ten at a time, so that one that hangs does not stop the others. */
export async function startQueue(jobs: Partial<Jobs>, now: () => Date): Promise<void> {
  await prepared().work<Stored, JobResult[], typeof workOptions>(
    jobQueue,
    workOptions,
    async ([job]) => (job ? [await run(jobs, job, now())] : []),
  )
}

/** Lets running jobs finish for some seconds; what is left waits for the next start. */
export async function stopQueue({ withinSeconds = 5 } = {}): Promise<void> {
  await boss?.stop({ graceful: true, timeout: withinSeconds * 1000 })
  boss = undefined
}

/** Some jobs take a minute. Few of them are done at once, so that places stay free for the others. */
const groupOf = (name: JobName) =>
  name === 'make-export' || name === 'check-import' ? { group: { id: name } } : {}

/** Writes a job down in the caller's transaction: no commit, no job. Answers the job's id. */
export async function enqueue<Name extends JobName>(
  tx: Tx,
  name: Name,
  payload: Payloads[Name],
): Promise<string> {
  const data: Stored = { job: name, payload }
  // An exam board's ten thousand awards must not hold up one person's confirmation code.
  const priority = name === 'mail-award' || name === 'check-import' ? 0 : 1
  const id = await prepared().send(jobQueue, data, {
    db: fromPrisma(tx),
    priority,
    ...groupOf(name),
  })
  if (id === null) throw new Error(`The job ${name} was not written down`)
  return id
}

/**
 * What failed because nothing outside could be reached need not wait up to an hour more once it
 * can be: it is taken up within 20 seconds, not all at once.
 */
export async function hurryJobsOutOfReach(): Promise<void> {
  await pool.query(
    `UPDATE pgboss.job SET start_after = now() + random() * interval '20 seconds'
     WHERE name = $1 AND state = 'retry' AND start_after > now() + interval '20 seconds'
       AND output->>'outOfReach' = 'true'`,
    [jobQueue],
  )
}

/** The jobs that were given up in the last 90 days, with the reason; of one kind and payload if asked. */
export async function jobsSetAside(wanted: Partial<Stored> = {}) {
  const found = await prepared().findJobs<Stored>(setAsideQueue, { data: wanted })
  return found.map(({ data, sourceOutput, sourceCreatedOn, createdOn }) => ({
    ...data,
    reason: reasonIn(sourceOutput),
    writtenAt: sourceCreatedOn ?? createdOn,
    setAsideAt: createdOn,
  }))
}

async function run(
  jobs: Partial<Jobs>,
  job: JobWithMetadata<Stored>,
  now: Date,
): Promise<JobResult> {
  const { id, data, createdOn, retryCount } = job
  try {
    const work = jobs[data.job] as ((payload: object, context: object) => Promise<void>) | undefined
    if (!work) throw new Error('There is no such job')
    await work(data.payload, { id, writtenAt: createdOn, now })
    return { id, status: 'completed' }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const outOfReach = error instanceof OutOfReach
    const final = isFinal(error, retryCount + 1)
    const about = { job: data.job, id, reason, timesTried: retryCount + 1 }
    if (final) log.error(about, 'a job was set aside')
    else log.warn(about, 'a job failed and is tried again')
    return { id, status: final ? 'deadletter' : 'failed', output: { reason, outOfReach } }
  }
}

function prepared(): PgBoss {
  if (!boss) throw new Error('prepareQueue() was not called')
  return boss
}

function reasonIn(output: object | null): string {
  return output && 'reason' in output && typeof output.reason === 'string' ? output.reason : ''
}
