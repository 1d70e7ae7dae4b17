import { randomInt } from 'node:crypto'
import { db } from '#db'
import { days, hours, minutes } from '#durations'
import { log } from '#log'
import { enqueue } from '#queue/queue'

const atATime = 200

/** When a badge is checked next: about a day later, so that they spread over the day by themselves. */
export const nextCheck = (now: Date) => new Date(+now + randomInt(hours(23), hours(25)))

/** The longer nobody answers, the longer until the next try: after 1, 2, 4 … hours, at last each week. */
export const nextTry = (now: Date, unanswered: number) =>
  new Date(+now + Math.min(hours(2 ** Math.min(unanswered, 10)), days(7)))

/**
 * Writes checks down for the badges from elsewhere whose time has come. Several processes may do so
 * at the same moment: each badge is taken by one of them, and has its next time at once.
 */
export async function enqueueDueChecks(now: Date): Promise<number> {
  return db.$transaction(async (tx) => {
    const due = await tx.$queryRaw<{ assertionId: string }[]>`
      SELECT "assertionId" FROM "Import" WHERE "nextCheckAt" <= ${now}
      ORDER BY "nextCheckAt" LIMIT ${atATime} FOR UPDATE SKIP LOCKED`
    const ids = due.map(({ assertionId }) => assertionId)
    await tx.import.updateMany({
      where: { assertionId: { in: ids } },
      data: { nextCheckAt: nextCheck(now) },
    })
    for (const assertionId of ids) await enqueue(tx, 'check-import', { assertionId })
    return ids.length
  })
}

let timer: NodeJS.Timeout | undefined

/** At the start and every five minutes. */
export function startDailyChecks(now: () => Date): void {
  const look = () => {
    enqueueDueChecks(now()).catch((error: unknown) => {
      log.warn({ err: error }, 'could not look for badges to check')
    })
  }
  look()
  timer = setInterval(look, minutes(5)).unref()
}

export function stopDailyChecks(): void {
  clearInterval(timer)
}
