import { db } from '#db'

/** Whether a login to this account is only complete with a code from the learner's app. */
export async function hasSecondStep(accountId: string): Promise<boolean> {
  return (await db.twoStep.count({ where: { accountId, confirmedAt: { not: null } } })) > 0
}
