import { note } from '#activity/activity'
import type { Learner } from '#accounts/credentials'
import { hashPassword } from '#accounts/passwords'
import { db } from '#db'
import { keepOnly, type ThisDevice } from '#devices/sessions'

/** Sets the learner's password; ends every other login and every reset under way, and says so by mail. */
export async function changePassword(
  learner: Learner,
  password: string,
  device: ThisDevice,
  now: Date,
): Promise<void> {
  const passwordHash = await hashPassword(password)
  await db.$transaction(async (tx) => {
    const { count: changed } = await tx.account.updateMany({
      where: { id: learner.id, passwordHash: { not: null } },
      data: { passwordHash },
    })
    if (changed === 0)
      await tx.account.update({ where: { id: learner.id }, data: { passwordHash } })
    await tx.passwordReset.deleteMany({ where: { accountId: learner.id } })
    await keepOnly(tx, learner, device)
    const kind = changed === 1 ? 'password-changed' : 'password-added'
    await note(tx, kind, { accountId: learner.id, device: device.name }, now)
  })
}
