import { confirmationCode } from '#accounts/tokens'
import { config } from '#config'
import { db } from '#db'
import type { NewAddress } from '#generated/prisma/client'
import type { Payloads } from '#queue/payloads'
import { newAddressLink } from './links.ts'
import { send } from './send.ts'

type Payload = Payloads['mail-new-address']

/**
 * Answers by mail whoever wants to add an address to an account, so that only the owner of the
 * address learns whether it has an account: with a link and a code, or, if it has one, with the
 * news that somebody tried.
 */
export async function mailNewAddress({ newAddressId, mailing }: Payload, { now }: { now: Date }) {
  // A newer mailing has a job of its own, and its code is the one that works.
  const waiting = await db.newAddress.findFirst({
    where: { id: newAddressId, mailing },
    include: { account: true },
  })
  if (!waiting) return
  const { account, address } = waiting
  const owner = await db.emailAddress.findUnique({ where: { address } })
  if (owner) await sayInUse(waiting, now)
  else await askToConfirm(waiting, account.shownName ?? account.name, now)
}

async function askToConfirm(waiting: NewAddress, account: string, now: Date) {
  const { id, mailing, address } = waiting
  await send('confirm-address', {
    to: address,
    id: `new-address.${id}.${mailing}`,
    now,
    locals: {
      code: confirmationCode(id, mailing),
      confirmLink: newAddressLink(waiting),
      account,
      address,
    },
  })
}

/** Says nothing of who tried: it may be a stranger, and their name no business of the owner's. */
async function sayInUse({ id, mailing, address }: NewAddress, now: Date) {
  await send('address-in-use', {
    to: address,
    id: `address-in-use.${id}.${mailing}`,
    now,
    locals: {
      addressesLink: `${config.siteUrl}/settings/addresses`,
      forgotLink: `${config.siteUrl}/forgot-password`,
      address,
    },
  })
}
