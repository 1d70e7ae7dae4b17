import { note } from '#activity/activity'
import { lockAccount } from '#accounts/account'
import type { Learner } from '#accounts/credentials'
import { exportLives } from '#accounts/lifetimes'
import { db } from '#db'
import { hours } from '#durations'
import { NotFound } from '#errors'
import { newId } from '#ids'
import { enqueue } from '#queue/queue'

/** Minutes at most. One that is not there after this went wrong, and another can be asked for. */
const makingTakes = hours(1)

/** Where the newest copy of one's data stands. */
export type Copy =
  | { state: 'none' }
  | { state: 'making' | 'failed'; askedAt: Date }
  | { state: 'ready' | 'ended'; id: string; readyAt: Date; endsAt: Date; size: number }

export async function copyOf(learner: Learner, now: Date): Promise<Copy> {
  const found = await db.export.findFirst({
    where: { accountId: learner.id },
    orderBy: { askedAt: 'desc' },
  })
  if (!found) return { state: 'none' }
  const { id, askedAt, readyAt, size } = found
  if (!readyAt) return { state: +askedAt > +now - makingTakes ? 'making' : 'failed', askedAt }
  const endsAt = new Date(+readyAt + exportLives)
  return { state: endsAt > now ? 'ready' : 'ended', id, readyAt, endsAt, size: Number(size) }
}

/**
 * Has a copy made in the background, in the place of the one before. False when one is being made
 * already: of many clicks at once, one counts.
 */
export function askForCopy(learner: Learner, device: string, now: Date): Promise<boolean> {
  const accountId = learner.id
  return db.$transaction(async (tx) => {
    await lockAccount(tx, accountId)
    const underWay = { accountId, readyAt: null, askedAt: { gt: new Date(+now - makingTakes) } }
    if ((await tx.export.count({ where: underWay })) > 0) return false
    await tx.export.deleteMany({ where: { accountId } })
    const { id } = await tx.export.create({ data: { id: newId(), accountId, askedAt: now } })
    await enqueue(tx, 'make-export', { exportId: id })
    await note(tx, 'export-asked', { accountId, device }, now)
    return true
  })
}

/** The learner's own copy, as long as it lasts: its size, and its bytes part by part. */
export async function findCopy(learner: Learner, id: string, now: Date) {
  const found = await db.export.findFirst({
    where: { id, accountId: learner.id, readyAt: { gt: new Date(+now - exportLives) } },
  })
  if (!found?.readyAt) throw new NotFound()
  return { id, readyAt: found.readyAt, size: Number(found.size) }
}

export async function noteDownload(learner: Learner, device: string, now: Date): Promise<void> {
  await note(db, 'export-downloaded', { accountId: learner.id, device }, now)
}

/** One part after another, so that a server holds 1 MiB of it at most. */
export async function* bytesOf(copy: { id: string; size: number }): AsyncGenerator<Buffer> {
  let after = -1
  let left = copy.size
  while (left > 0) {
    const part = await db.exportPart.findFirst({
      where: { exportId: copy.id, number: { gt: after } },
      orderBy: { number: 'asc' },
    })
    // Its owner asked for a new one just now. A download that is cut off is better than half a file.
    if (!part) throw new Error('the copy was taken away while it was downloaded')
    yield Buffer.from(part.bytes)
    after = part.number
    left -= part.bytes.length
  }
}

/** What is in copies whose time is over, or that were never finished, is gone. */
export async function forgetOldCopies(now: Date): Promise<void> {
  const old = { lt: new Date(+now - exportLives) }
  const ended = { OR: [{ readyAt: old }, { readyAt: null, askedAt: old }] }
  await db.exportPart.deleteMany({ where: { export: ended } })
}
