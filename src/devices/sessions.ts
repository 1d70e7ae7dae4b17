import { note } from '#activity/activity'
import type { Learner } from '#accounts/credentials'
import { sessionIdles, sessionLives } from '#accounts/lifetimes'
import { db, type Tx } from '#db'
import { NotFound } from '#errors'
import { forgetOthers } from './known-device.ts'

/** The login and the browser that a request comes from. */
export interface ThisDevice {
  /** The id of its row: a hash, of no use as a cookie. */
  sessionId: string
  /** What lets the browser be known again. */
  secret: string | undefined
  name: string
}

/** Where the learner is logged in now, this device first. */
export async function devicesOf(learner: Learner, { sessionId }: ThisDevice, now: Date) {
  const found = await db.session.findMany({
    where: {
      accountId: learner.id,
      touchedAt: { gt: new Date(+now - sessionIdles) },
      createdAt: { gt: new Date(+now - sessionLives) },
    },
    select: { id: true, device: true, createdAt: true, touchedAt: true },
    orderBy: { touchedAt: 'desc' },
    take: 100,
  })
  const devices = found.map((one) => ({ ...one, isThis: one.id === sessionId }))
  return devices.sort((one, other) => Number(other.isThis) - Number(one.isThis))
}

/** Ends one login, of this account only. */
export function endSession(
  learner: Learner,
  id: string,
  { name }: ThisDevice,
  now: Date,
): Promise<void> {
  return db.$transaction(async (tx) => {
    const ended = await tx.session.findFirst({ where: { id, accountId: learner.id } })
    const { count } = await tx.session.deleteMany({ where: { id, accountId: learner.id } })
    if (count === 0) throw new NotFound()
    const about = ended?.device
    const happening = { accountId: learner.id, device: name, ...(about && { about }) }
    await note(tx, 'session-ended', happening, now)
  })
}

/** Ends all logins but this one, and no other browser is known any more. */
export function endOtherSessions(learner: Learner, device: ThisDevice, now: Date): Promise<void> {
  return db.$transaction(async (tx) => {
    await keepOnly(tx, learner, device)
    await note(tx, 'sessions-ended', { accountId: learner.id, device: device.name }, now)
  })
}

/** The same, as a part of something larger. */
export async function keepOnly(tx: Tx, learner: Learner, { sessionId, secret }: ThisDevice) {
  await tx.session.deleteMany({ where: { accountId: learner.id, id: { not: sessionId } } })
  await forgetOthers(tx, learner.id, secret)
}
