import { createHmac } from 'node:crypto'
import { note } from '#activity/activity'
import { lockAccount } from '#accounts/account'
import type { Learner } from '#accounts/credentials'
import { masked } from '#accounts/email-address'
import { db, type Tx } from '#db'
import { NotFound } from '#errors'
import type { EmailAddress } from '#generated/prisma/client'
import { countWaiting } from '#inbox/waiting'
import { key } from '#secrets'

/** The learner's confirmed addresses, the main one first, each with an id for paths. */
export async function addressesOf(learner: Learner) {
  const found = await ownAddresses(db, learner)
  return found.map((one) => ({ ...one, id: idOf(one) }))
}

/** What it would mean to remove an address. */
export async function removalOf(learner: Learner, id: string, now: Date) {
  const all = await addressesOf(learner)
  const leaving = all.find((one) => one.id === id)
  if (!leaving) throw new NotFound()
  const [nextMain] = all.filter((one) => one !== leaving)
  return {
    leaving,
    nextMain: leaving.isMain ? nextMain : undefined,
    isLast: all.length === 1,
    badgesWaiting: await countWaiting({ ...learner, addresses: [leaving.address] }, now),
  }
}

/**
 * Takes an address out of the account; the oldest one left becomes the main one where that is needed.
 * Badges in the wallet stay, links to choose a new password end. False for the last address.
 */
export function removeAddress(
  learner: Learner,
  id: string,
  device: string,
  now: Date,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const { all, chosen } = await lockAndFind(tx, learner, id)
    const [next] = all.filter((one) => one !== chosen)
    if (!next) return false
    const { address, accountId } = chosen
    await tx.emailAddress.delete({ where: { address } })
    if (chosen.isMain) await tx.emailAddress.update({ ...at(next), data: { isMain: true } })
    // One may have been mailed to the address that leaves.
    await tx.passwordReset.deleteMany({ where: { accountId } })
    const happening = { accountId, device, about: masked(address), alsoTo: address }
    await note(tx, 'address-removed', happening, now)
    return true
  })
}

/** Makes an address the main one: it is shown first, and asked for at "log in again". */
export function makeMain(
  learner: Learner,
  id: string,
  device: string,
  now: Date,
): Promise<EmailAddress> {
  return db.$transaction(async (tx) => {
    const { all, chosen } = await lockAndFind(tx, learner, id)
    if (chosen.isMain) return chosen
    const [before] = all
    // One after the other: the database allows one main address at any moment.
    if (before) await tx.emailAddress.update({ ...at(before), data: { isMain: false } })
    await tx.emailAddress.update({ ...at(chosen), data: { isMain: true } })
    const happening = { accountId: learner.id, device, about: masked(chosen.address) }
    await note(tx, 'main-address-changed', happening, now)
    return chosen
  })
}

async function lockAndFind(tx: Tx, learner: Learner, id: string) {
  await lockAccount(tx, learner.id)
  const all = await ownAddresses(tx, learner)
  const chosen = all.find((one) => idOf(one) === id)
  if (!chosen) throw new NotFound()
  return { all, chosen }
}

const ownAddresses = (tx: Tx, learner: Learner) =>
  tx.emailAddress.findMany({
    where: { accountId: learner.id },
    orderBy: [{ isMain: 'desc' }, { confirmedAt: 'asc' }, { address: 'asc' }],
  })

const at = ({ address }: EmailAddress) => ({ where: { address } })

/** Stands for an address in a path: paths are kept by browsers and proxies, and addresses are not for them. */
const idOf = ({ address }: EmailAddress) =>
  createHmac('sha256', key('address-id')).update(address).digest('base64url').slice(0, 22)
