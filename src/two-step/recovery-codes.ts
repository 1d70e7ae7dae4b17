import { randomBytes } from 'node:crypto'
import { note } from '#activity/activity'
import { inLetters } from '#accounts/code'
import type { Learner } from '#accounts/credentials'
import { db, type Tx } from '#db'
import { hashed } from '#ids'
import { inFours } from './totp.ts'

export const madeAtOnce = 10

export function codesLeft(learner: Learner, tx: Tx = db): Promise<number> {
  return tx.recoveryCode.count({ where: { accountId: learner.id, usedAt: null } })
}

/**
 * Makes new codes, of 80 bits each; the old ones end. They are in clear here and on the page that
 * shows them, and nowhere else. Null when the second step is off.
 */
export function makeRecoveryCodes(
  learner: Learner,
  device: string,
  now: Date,
): Promise<string[] | null> {
  const accountId = learner.id
  return db.$transaction(async (tx) => {
    // Of two at once the second waits here, and then deletes what the first one made.
    const isOn = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "TwoStep"
      WHERE "accountId" = ${accountId} AND "confirmedAt" IS NOT NULL FOR UPDATE`
    if (isOn.length === 0) return null
    await note(tx, 'recovery-codes-made', { accountId, device }, now)
    return replaceCodes(tx, accountId)
  })
}

export async function replaceCodes(tx: Tx, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: madeAtOnce }, () => inLetters(randomBytes(16)))
  await tx.recoveryCode.deleteMany({ where: { accountId } })
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ codeHash: hashed(code), accountId })),
  })
  return codes.map((code) => inFours(code, '-'))
}

/** Uses up one code of the account. False when it is none, or was used before. */
export async function useRecoveryCode(tx: Tx, accountId: string, code: string, now: Date) {
  const { count } = await tx.recoveryCode.updateMany({
    where: { codeHash: hashed(code), accountId, usedAt: null },
    data: { usedAt: now },
  })
  return count === 1
}
