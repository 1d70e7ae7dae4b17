import type { Learner } from '#accounts/credentials'
import { codeHint } from '#accounts/forms'
import { confirmLinkLives } from '#accounts/lifetimes'
import { mayBeTried, oneTry } from '#accounts/mailed-code'
import { codeMatches } from '#accounts/tokens'
import { db } from '#db'
import type { NewAddress } from '#generated/prisma/client'
import { giveBack, take } from '#limits/limits'

/** Whether this is the code in the newest mail to the address: null, or what to tell the learner. */
export async function tryCode(
  learner: Learner,
  { id, mailing, mailedAt }: NewAddress,
  code: string,
  now: Date,
): Promise<string | null> {
  await take('add-address-try.account', learner.id)
  if (+mailedAt + confirmLinkLives <= +now)
    return 'This code is too old. Ask for a new email and use the code in it'
  const { count } = await db.newAddress.updateMany({
    where: { id, mailing, accountId: learner.id, ...mayBeTried },
    data: oneTry,
  })
  if (count === 0) return 'There were too many tries. Ask for a new email and use the code in it'
  if (!codeMatches(code, { id, mailing })) return codeHint
  await giveBack('add-address-try.account', learner.id)
  return null
}
