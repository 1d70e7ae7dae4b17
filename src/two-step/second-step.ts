import { note } from '#activity/activity'
import { asMade } from '#accounts/code'
import { findLearner, type Learner } from '#accounts/credentials'
import { halfwayLasts } from '#accounts/lifetimes'
import type { Visitor } from '#accounts/log-in'
import { countTry } from '#accounts/tries'
import { db, type Tx } from '#db'
import { countedAs, isKnown } from '#devices/known-device'
import { forget, giveBack, take } from '#limits/limits'
import { hasSecondStep, passwordMarkOf } from './protection.ts'
import { codesLeft, useRecoveryCode } from './recovery-codes.ts'
import { open } from './sealed-secret.ts'
import { stepOf } from './totp.ts'

interface Halfway {
  accountId: string
  at: number
  passwordMark: string
}

/**
 * Who took the first step and may take the second one; or null. Whoever changed the password since
 * may have done so to throw somebody out who knew the old one.
 */
export async function findHalfway(halfway: Halfway, now: Date): Promise<Learner | null> {
  const { accountId, at, passwordMark } = halfway
  if (+now - at >= halfwayLasts || !(await hasSecondStep(accountId))) return null
  return (await passwordMarkOf(accountId)) === passwordMark ? findLearner(accountId) : null
}

/** A code from the app, or a recovery code and how many are left; or it was not right. */
export type SecondStep = { by: 'app' } | { by: 'recovery code'; left: number } | null

/** Tries a code from the learner's app, or a recovery code. Each works once: of fifty at once one wins. */
export async function trySecondStep(
  learner: Learner,
  typed: string,
  visitor: Visitor,
  now: Date,
): Promise<SecondStep> {
  const happening = { accountId: learner.id, device: visitor.deviceName }
  await countTry(() => count(learner, visitor), happening, now)
  const done = await db.$transaction(async (tx) => {
    const used = await useCode(tx, learner, asMade(typed), now)
    if (!used) await note(tx, 'second-step-failed', happening, now)
    if (used?.by === 'recovery code')
      await note(tx, 'recovery-code-used', { ...happening, about: `${used.left} left` }, now)
    return used
  })
  if (done) await beginAnew(learner, visitor)
  return done
}

async function useCode(tx: Tx, learner: Learner, code: string, now: Date): Promise<SecondStep> {
  if (/^\d{6}$/.test(code))
    return (await useAppCode(tx, learner.id, code, now)) ? { by: 'app' } : null
  if (!(await useRecoveryCode(tx, learner.id, code, now))) return null
  return { by: 'recovery code', left: await codesLeft(learner, tx) }
}

/** RFC 6238, section 5.2: a code is not taken twice, nor one that is older than the newest one taken. */
async function useAppCode(tx: Tx, accountId: string, code: string, now: Date): Promise<boolean> {
  const on = { accountId, confirmedAt: { not: null } }
  const kept = await tx.twoStep.findFirst({ where: on })
  const step = kept && stepOf(open(kept.secret, accountId), code, now)
  if (step === null) return false
  const { count } = await tx.twoStep.updateMany({
    where: { ...on, usedStep: { lt: step } },
    data: { usedStep: step },
  })
  return count === 1
}

/** Tries from a device that the account knows are counted on their own: nobody else can use them up. */
async function count(learner: Learner, visitor: Visitor) {
  if (await isKnown(learner.id, visitor.device))
    return take('second-step.device', countedAs(learner.id, visitor.device))
  await take('second-step.account', learner.id)
  await take('second-step.in-a-row', learner.id)
}

async function beginAnew(learner: Learner, visitor: Visitor) {
  await forget('second-step.in-a-row', learner.id)
  if (await isKnown(learner.id, visitor.device))
    await forget('second-step.device', countedAs(learner.id, visitor.device))
  else await giveBack('second-step.account', learner.id)
}
