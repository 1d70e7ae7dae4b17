import { db, type Tx } from '#db'
import { minutes } from '#durations'
import { log } from '#log'
import { forget } from './forget.ts'

const batch = 50

/** A wallet of 10,000 badges takes some seconds. */
const atMost = { timeout: minutes(2) }

/** Ends every account whose day has come. Several processes may do it at once: each account has one. */
export async function closeAccounts(now: Date): Promise<void> {
  let after = ''
  for (;;) {
    const due = await db.account.findMany({
      where: { closesAt: { lte: now }, id: { gt: after } },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: batch,
    })
    for (const { id } of due) await tryToEnd(id, now)
    const last = due.at(-1)
    if (!last) return
    after = last.id
  }
}

/** One that cannot be ended now waits for the next hour, and does not hold up the others. */
async function tryToEnd(id: string, now: Date): Promise<void> {
  try {
    await db.$transaction((tx) => end(tx, id, now), atMost)
  } catch (error) {
    log.error({ err: error }, 'an account could not be closed')
  }
}

/** Nothing happens if its owner has just changed their mind, or another process is at it. */
async function end(tx: Tx, id: string, now: Date): Promise<void> {
  const due = await tx.$queryRaw<unknown[]>`
    SELECT id FROM "Account" WHERE id = ${id} AND "closesAt" <= ${now} FOR UPDATE SKIP LOCKED`
  if (due.length === 0) return
  const owned = await tx.emailAddress.findMany({ where: { accountId: id } })
  await forget(tx, { id, addresses: owned.map(({ address }) => address) }, now)
  await tx.account.delete({ where: { id } })
  log.info('an account was closed')
}
