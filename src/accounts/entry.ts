import { note } from '#activity/activity'
import { db } from '#db'
import { remember } from '#devices/known-device'
import type { Learner } from './credentials.ts'

interface Entry {
  device: string
  deviceName: string
  /** "with your password", "with Google": for *Account activity*. */
  how: string
}

/** Writes a login down, and tells the learner by mail when it came from a device never seen before. */
export async function noteEntry(learner: Learner, entry: Entry, now: Date): Promise<void> {
  const { device, deviceName, how } = entry
  await db.$transaction(async (tx) => {
    const isNew = await remember(tx, learner.id, device, now)
    const happening = { accountId: learner.id, device: deviceName, about: how }
    await note(tx, 'logged-in', happening, now)
    if (isNew) await note(tx, 'new-device', happening, now)
  })
}

export async function noteLeave(learner: Learner, device: string, now: Date): Promise<void> {
  await note(db, 'logged-out', { accountId: learner.id, device }, now)
}
