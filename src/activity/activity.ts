import type { Learner } from '#accounts/credentials'
import { db, type Tx } from '#db'
import { newId } from '#ids'
import { log } from '#log'
import { enqueue } from '#queue/queue'
import { kindOf, type EventKind } from './events.ts'

export interface Happening {
  /** Null when nobody has the address that was tried: written down all the same, so it takes as long. */
  accountId: string | null
  /** Such as "Firefox on Android". */
  device?: string
  /** What it was about: the name of a passkey, a masked address. Never a secret or a whole address. */
  about?: string
  /** Gets the mail too, beside all the addresses of the account: one that has just left it. */
  alsoTo?: string
}

/**
 * Writes down what happened: for the page *Account activity* and the log, and as a mail to every
 * address of the account where `events` says so. In the caller's transaction where something else
 * changes or a mail goes, or one could be there without the other; what has neither takes `db`.
 */
export async function note(tx: Tx, kind: EventKind, what: Happening, now: Date): Promise<void> {
  const { accountId, device = '', about = null, alsoTo } = what
  const id = newId()
  await tx.securityEvent.create({ data: { id, accountId, kind, at: now, device, about } })
  log.info({ event: kind, account: accountId, device }, 'account activity')
  if (accountId !== null && kindOf(kind).mail !== undefined) {
    await enqueue(tx, 'mail-security-notice', { eventId: id, ...(alsoTo && { alsoTo }) })
  }
}

const perPage = 50

/** One page of what happened around the learner's account, the newest first. */
export async function activityOf(learner: Learner, page: number) {
  const where = { accountId: learner.id }
  const total = await db.securityEvent.count({ where })
  const pages = Math.max(1, Math.ceil(total / perPage))
  const shown = Math.min(page, pages)
  const found = await db.securityEvent.findMany({
    where,
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    skip: (shown - 1) * perPage,
    take: perPage,
  })
  const events = found.map((event) => ({ ...event, ...kindOf(event.kind) }))
  return { events, page: shown, pages }
}
