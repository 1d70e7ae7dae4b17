import { kindOf } from '#activity/events'
import { config } from '#config'
import { minute } from '#dates'
import { db } from '#db'
import type { JobContext, Payloads } from '#queue/payloads'
import { send } from './send.ts'

/** Tells every address of an account, and one that has just left it, what happened there. */
export async function mailSecurityNotice(
  { eventId, alsoTo }: Payloads['mail-security-notice'],
  job: JobContext,
) {
  const event = await db.securityEvent.findUnique({
    where: { id: eventId },
    include: { account: { include: { addresses: { orderBy: { confirmedAt: 'asc' } } } } },
  })
  if (!event?.account) return
  const { says, mail = '' } = kindOf(event.kind)
  const own = event.account.addresses.map(({ address }) => address)
  for (const address of new Set([...own, ...(alsoTo === undefined ? [] : [alsoTo])])) {
    await send('security-notice', {
      to: address,
      id: `notice.${event.id}.${own.indexOf(address) + 1}`,
      now: job.now,
      locals: {
        ...{ says, address, text: mail, about: event.about ?? '', device: event.device },
        at: minute(event.at, event.account.language),
        devicesLink: `${config.siteUrl}/settings/devices`,
        forgotLink: `${config.siteUrl}/forgot-password`,
      },
    })
  }
}
