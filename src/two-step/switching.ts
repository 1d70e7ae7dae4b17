import { note } from '#activity/activity'
import { asMade } from '#accounts/code'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import { replaceCodes } from './recovery-codes.ts'
import { open, seal } from './sealed-secret.ts'
import { newSecret, stepOf } from './totp.ts'

/** Makes a secret for the learner's app, in place of one that was never confirmed. It is not asked for yet. */
export async function beginSetUp(learner: Learner, now: Date): Promise<void> {
  const begun = { secret: seal(newSecret(), learner.id), createdAt: now }
  const waiting = { accountId: learner.id, confirmedAt: null }
  const { count } = await db.twoStep.updateMany({ where: waiting, data: begun })
  if (count === 0)
    await db.twoStep.createMany({ data: [{ ...waiting, ...begun }], skipDuplicates: true })
}

/** The secret that still waits for its first code, or null. */
export async function waitingSecret(learner: Learner): Promise<Buffer | null> {
  const waiting = await db.twoStep.findFirst({
    where: { accountId: learner.id, confirmedAt: null },
  })
  return waiting && open(waiting.secret, learner.id)
}

/**
 * Switches the second step on with the first code from the app, which shows that the app has the
 * secret; gives the recovery codes. Null when the code is not right.
 */
export function switchOn(
  learner: Learner,
  typed: string,
  device: string,
  now: Date,
): Promise<string[] | null> {
  const accountId = learner.id
  return db.$transaction(async (tx) => {
    const waiting = await tx.twoStep.findFirst({ where: { accountId, confirmedAt: null } })
    const step = waiting && stepOf(open(waiting.secret, accountId), asMade(typed), now)
    if (step === null) return null
    // A secret that was made anew meanwhile is another one than the app has.
    const { count } = await tx.twoStep.updateMany({
      where: { accountId, confirmedAt: null, secret: waiting?.secret ?? new Uint8Array() },
      data: { confirmedAt: now, usedStep: step },
    })
    if (count === 0) return null
    await note(tx, 'two-step-on', { accountId, device }, now)
    return replaceCodes(tx, accountId)
  })
}

export function switchOff(learner: Learner, device: string, now: Date): Promise<void> {
  const accountId = learner.id
  return db.$transaction(async (tx) => {
    const where = { accountId, confirmedAt: { not: null } }
    const { count } = await tx.twoStep.deleteMany({ where })
    if (count === 0) return
    await tx.recoveryCode.deleteMany({ where: { accountId } })
    await note(tx, 'two-step-off', { accountId, device }, now)
  })
}
