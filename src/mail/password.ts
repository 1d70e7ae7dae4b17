import { lockAccount } from '#accounts/account'
import { resetLinkLives } from '#accounts/lifetimes'
import { db } from '#db'
import type { JobContext, Payloads } from '#queue/payloads'
import { resetLink } from './links.ts'
import { send } from './send.ts'

/** Mails a link to choose a new password, if the address has an account; else does nothing. */
export async function mailReset({ address }: Payloads['mail-reset'], job: JobContext) {
  if (+job.now >= +job.writtenAt + resetLinkLives) return // the link would not work any more
  const owner = await db.emailAddress.findUnique({ where: { address } })
  const reset = owner && (await openReset(owner.accountId, job))
  if (!reset) return
  await send('reset-password', {
    to: address,
    id: `reset.${reset.id}`,
    now: job.now,
    locals: { resetLink: resetLink(reset), address },
  })
}

/** One reset for one request, however often its job is tried; the newest request ends the older ones. */
async function openReset(accountId: string, { id, writtenAt }: JobContext) {
  return db.$transaction(async (tx) => {
    await lockAccount(tx, accountId)
    const newer = { accountId, createdAt: { gt: writtenAt } }
    if ((await tx.passwordReset.count({ where: newer })) > 0) return null
    await tx.passwordReset.deleteMany({ where: { accountId, id: { not: id } } })
    const reset = await tx.passwordReset.upsert({
      where: { id },
      create: { id, accountId, createdAt: writtenAt },
      update: {},
    })
    return reset.usedAt === null ? reset : null
  })
}
