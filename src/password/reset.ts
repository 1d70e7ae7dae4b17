import { note } from '#activity/activity'
import type { Address } from '#accounts/email-address'
import { resetLinkLives } from '#accounts/lifetimes'
import { hashPassword } from '#accounts/passwords'
import { db } from '#db'
import { enqueue } from '#queue/queue'

/** Asks for a mail with a reset link. Writes the same down whether or not the address is known. */
export async function askForReset(address: Address): Promise<void> {
  await db.$transaction((tx) => enqueue(tx, 'mail-reset', { address: address.canonical }))
}

/** A reset that can still be used, with whose it is; or null. */
export function findReset(id: string, now: Date) {
  return db.passwordReset.findFirst({
    where: { id, usedAt: null, createdAt: { gt: new Date(+now - resetLinkLives) } },
    include: { account: { include: { addresses: true } } },
  })
}

/** Sets the new password, once; ends every login and says so by mail. False when the link is used up. */
export async function resetPassword(
  id: string,
  password: string,
  deviceName: string,
  now: Date,
): Promise<boolean> {
  const passwordHash = await hashPassword(password)
  return db.$transaction(async (tx) => {
    const [used] = await tx.passwordReset.updateManyAndReturn({
      where: { id, usedAt: null, createdAt: { gt: new Date(+now - resetLinkLives) } },
      data: { usedAt: now },
    })
    if (!used) return false
    const { accountId } = used
    await tx.account.update({ where: { id: accountId }, data: { passwordHash } })
    await tx.passwordReset.deleteMany({ where: { accountId, id: { not: id } } })
    // Whoever resets may be throwing somebody out: what that one had begun must not be finished.
    await tx.newAddress.deleteMany({ where: { accountId } })
    await tx.session.deleteMany({ where: { accountId } })
    await tx.knownDevice.deleteMany({ where: { accountId } })
    await note(tx, 'password-changed', { accountId, device: deviceName }, now)
    return true
  })
}
