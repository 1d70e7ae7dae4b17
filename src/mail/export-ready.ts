import { exportLives } from '#accounts/lifetimes'
import { config } from '#config'
import { day } from '#dates'
import { db } from '#db'
import type { Payloads } from '#queue/payloads'
import { send } from './send.ts'

/** Says that a copy of somebody's data can be fetched. It is not in the mail, and neither is a way to it without a login. */
export async function mailExportReady(
  { exportId }: Payloads['mail-export-ready'],
  { now }: { now: Date },
) {
  const copy = await db.export.findUnique({
    where: { id: exportId },
    include: { account: { include: { addresses: { where: { isMain: true } } } } },
  })
  const address = copy?.account.addresses[0]?.address
  if (!copy?.readyAt || address === undefined) return
  const endsAt = new Date(+copy.readyAt + exportLives)
  if (endsAt <= now) return
  await send('export-ready', {
    to: address,
    id: `export.${copy.id}`,
    now,
    locals: {
      dataLink: `${config.siteUrl}/settings/data`,
      until: day(endsAt, copy.account.language),
      address,
    },
  })
}
