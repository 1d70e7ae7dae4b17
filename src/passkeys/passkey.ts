import { note } from '#activity/activity'
import { lockAccount } from '#accounts/account'
import type { Learner } from '#accounts/credentials'
import { hasOtherWayIn } from '#accounts/ways-in'
import { db } from '#db'
import { NotFound } from '#errors'

export const mostPasskeys = 20

/** The learner's passkeys, the newest first. */
export function passkeysOf(learner: Learner) {
  return db.passkey.findMany({
    where: { accountId: learner.id },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  })
}

/** One of the learner's passkeys, and whether they could log in without it. */
export async function findPasskey(learner: Learner, id: string) {
  const passkey = await db.passkey.findFirst({ where: { id, accountId: learner.id } })
  if (!passkey) throw new NotFound()
  return { ...passkey, canGo: await hasOtherWayIn(db, learner, { passkey: id }) }
}

export async function renamePasskey(
  learner: Learner,
  id: string,
  name: string,
  device: string,
  now: Date,
): Promise<void> {
  const accountId = learner.id
  await db.$transaction(async (tx) => {
    const { count } = await tx.passkey.updateMany({ where: { id, accountId }, data: { name } })
    if (count === 0) throw new NotFound()
    await note(tx, 'passkey-renamed', { accountId, device, about: name }, now)
  })
}

/** Nobody can log in with it any more. False, and nothing is done, when it is the last way in. */
export function removePasskey(
  learner: Learner,
  id: string,
  device: string,
  now: Date,
): Promise<boolean> {
  const accountId = learner.id
  return db.$transaction(async (tx) => {
    await lockAccount(tx, learner.id)
    const passkey = await tx.passkey.findFirst({ where: { id, accountId } })
    if (!passkey) throw new NotFound()
    if (!(await hasOtherWayIn(tx, learner, { passkey: id }))) return false
    await tx.passkey.delete({ where: { id } })
    await note(tx, 'passkey-removed', { accountId, device, about: passkey.name }, now)
    return true
  })
}
