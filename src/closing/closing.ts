import { note } from '#activity/activity'
import type { Learner } from '#accounts/credentials'
import { closingTakes } from '#accounts/lifetimes'
import { day } from '#dates'
import { db } from '#db'
import { keepOnly, type ThisDevice } from '#devices/sessions'

/** When an account ends that is asked to be closed now. */
export const closesOn = (now: Date) => new Date(+now + closingTakes)

/**
 * Begins to close the account: its public pages are gone from the next request on, and every other
 * login ends. Until the day comes its owner can change their mind. Asked again, the first day counts.
 */
export function askToClose(learner: Learner, device: ThisDevice, now: Date): Promise<void> {
  return db.$transaction(async (tx) => {
    const closesAt = closesOn(now)
    const { count } = await tx.account.updateMany({
      where: { id: learner.id, closesAt: null },
      data: { closesAt },
    })
    if (count === 0) return
    await keepOnly(tx, learner, device)
    const about = `It closes on ${day(closesAt, learner.language)}`
    await note(tx, 'closing-asked', { accountId: learner.id, device: device.name, about }, now)
  })
}

/** The account stays, and its public pages are back at the same links. */
export function stayOpen(learner: Learner, device: ThisDevice, now: Date): Promise<void> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.account.updateMany({
      where: { id: learner.id, closesAt: { not: null } },
      data: { closesAt: null },
    })
    if (count === 0) return
    await note(tx, 'closing-stopped', { accountId: learner.id, device: device.name }, now)
  })
}
