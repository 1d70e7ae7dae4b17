import { codeToMail } from '#codes/log-in-code'
import { db } from '#db'
import type { JobContext, Payloads } from '#queue/payloads'
import { send } from './send.ts'

/** Mails a code to log in, if the address has an account; else does nothing. */
export async function mailLogInCode(
  { codeId }: Payloads['mail-log-in-code'],
  { now }: Pick<JobContext, 'now'>,
) {
  const asked = await codeToMail(codeId, now)
  const owner = asked && (await db.emailAddress.findUnique({ where: { address: asked.address } }))
  if (!owner) return
  const { address, code } = asked
  await send('log-in-code', {
    to: address,
    id: `log-in-code.${codeId}`,
    now,
    locals: { code, address },
  })
}
