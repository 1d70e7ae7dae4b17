import { db } from '#db'
import { hashed } from '#ids'

/** Whether a login to this account is only complete with a code from the learner's app. */
export async function hasSecondStep(accountId: string): Promise<boolean> {
  return (await db.twoStep.count({ where: { accountId, confirmedAt: { not: null } } })) > 0
}

/** Tells one password of the account from the next without telling either. */
export async function passwordMarkOf(accountId: string): Promise<string> {
  const account = await db.account.findUnique({
    where: { id: accountId },
    select: { passwordHash: true },
  })
  return hashed(account?.passwordHash ?? '')
}
