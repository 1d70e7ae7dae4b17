import { note } from '#activity/activity'
import { giveAddress, lockAccount } from '#accounts/account'
import type { Learner } from '#accounts/credentials'
import { masked, type Address } from '#accounts/email-address'
import { newAddressLives } from '#accounts/lifetimes'
import { canSendIn, mayBeMailed, nextMailing } from '#accounts/mailed-code'
import { db, type Tx } from '#db'
import type { NewAddress } from '#generated/prisma/client'
import { newId } from '#ids'
import { take } from '#limits/limits'
import { enqueue, jobsSetAside } from '#queue/queue'

const mostAddresses = 20
const mostWaiting = 10

interface Asking {
  /** The address comes from a claim page: whoever asks may not know it, and is not shown it. */
  isHidden: boolean
  device: string
}

/**
 * Writes down that the learner wants this address too, and mails it. The same happens for an address
 * of nobody and for somebody else's, so that only its owner learns which it is. Gives the id that it
 * waits under, or what to tell the learner.
 */
export async function askForAddress(
  learner: Learner,
  address: Address,
  asking: Asking,
  now: Date,
): Promise<{ id: string } | { mistake: string }> {
  if (learner.addresses.includes(address.canonical))
    return { mistake: 'This address is in your account already' }
  await take('add-address.account', learner.id)
  await take('add-address.address', address.canonical)
  return db.$transaction(async (tx) => {
    await lockAccount(tx, learner.id)
    const mistake = await tooMany(tx, learner, address, now)
    return mistake === null ? writeDown(tx, learner, address, asking, now) : { mistake }
  })
}

/** Those that wait count as if they were confirmed, so confirming them can never be too much. */
async function tooMany(tx: Tx, learner: Learner, { canonical }: Address, now: Date) {
  const others = { ...waitingOf(learner, now), address: { not: canonical } }
  const waiting = await tx.newAddress.count({ where: others })
  if (waiting >= mostWaiting)
    return `You have ${mostWaiting} addresses that wait. Confirm or remove one of them first`
  const confirmed = await tx.emailAddress.count({ where: { accountId: learner.id } })
  if (confirmed + waiting >= mostAddresses)
    return `You can have ${mostAddresses} addresses. Remove one of them first`
  return null
}

/** One row for each address of an account; asked for again, it begins anew with a mail of its own. */
async function writeDown(
  tx: Tx,
  learner: Learner,
  { canonical: address, typed }: Address,
  { isHidden, device }: Asking,
  now: Date,
) {
  const accountId = learner.id
  const known = await tx.newAddress.findFirst({ where: { accountId, address } })
  if (known) {
    // Whoever types an address knows it.
    const shown = isHidden ? {} : { typed, isHidden }
    await tx.newAddress.update({ where: { id: known.id }, data: { createdAt: now, ...shown } })
    await mailAnew(tx, known.id, now)
    return { id: known.id }
  }
  const id = newId()
  const row = { id, accountId, address, typed, isHidden, createdAt: now, mailedAt: now }
  await tx.newAddress.create({ data: row })
  await enqueue(tx, 'mail-new-address', { newAddressId: id, mailing: 1 })
  await note(tx, 'address-asked', { accountId, device, about: masked(address) }, now)
  return { id }
}

/** Mails a new code and a new link, at most once a minute. False when it is too soon. */
export async function sendAgain(waiting: NewAddress, now: Date): Promise<boolean> {
  if (canSendIn(waiting, now) > 0) return false
  await take('add-address.address', waiting.address)
  return db.$transaction((tx) => mailAnew(tx, waiting.id, now))
}

async function mailAnew(tx: Tx, id: string, now: Date): Promise<boolean> {
  const [mailed] = await tx.newAddress.updateManyAndReturn({
    where: { id, ...mayBeMailed(now) },
    data: nextMailing(now),
  })
  if (!mailed) return false
  await enqueue(tx, 'mail-new-address', { newAddressId: id, mailing: mailed.mailing })
  return true
}

const waitingOf = (learner: Learner, now: Date) => ({
  accountId: learner.id,
  createdAt: { gt: new Date(+now - newAddressLives) },
})

/** The learner's addresses that still wait for their mail to be answered. */
export function waitingAddresses(learner: Learner, now: Date): Promise<NewAddress[]> {
  return db.newAddress.findMany({
    where: waitingOf(learner, now),
    orderBy: { createdAt: 'desc' },
  })
}

/** One of them, or null: somebody else's is as if it were not there. */
export function findNewAddress(
  learner: Learner,
  id: string,
  now: Date,
): Promise<NewAddress | null> {
  return db.newAddress.findFirst({ where: { id, ...waitingOf(learner, now) } })
}

/** Whether its newest email came back: the mail server there knows nobody of that name. */
export async function cameBack({ id, mailing }: NewAddress): Promise<boolean> {
  const payload = { newAddressId: id, mailing }
  return (await jobsSetAside({ job: 'mail-new-address', payload })).length > 0
}

/** Whether another account than the learner's asked for it. For whoever holds its mailed link. */
export async function isOfAnotherAccount(learner: Learner, id: string): Promise<boolean> {
  return (await db.newAddress.count({ where: { id, accountId: { not: learner.id } } })) > 0
}

/** How an address that waits is written on the learner's own pages. */
export const shownAs = ({ isHidden, address, typed }: NewAddress) =>
  isHidden ? masked(address) : typed

/** The learner does not want it any more. */
export async function dropNewAddress(learner: Learner, id: string): Promise<void> {
  await db.newAddress.deleteMany({ where: { id, accountId: learner.id } })
}

/**
 * The mail was answered by whoever is logged in as the learner: the address is theirs, unless
 * somebody else was quicker. `gone` when it does not wait any more.
 */
export function confirmAddress(
  learner: Learner,
  id: string,
  device: string,
  now: Date,
): Promise<'confirmed' | 'taken' | 'gone'> {
  return db.$transaction(async (tx) => {
    // A new password ends what waits: whichever of the two is first, the other sees it.
    await lockAccount(tx, learner.id)
    const waiting = await tx.newAddress.findFirst({ where: { id, ...waitingOf(learner, now) } })
    if (!waiting) return 'gone'
    const { address: canonical, typed, accountId } = waiting
    const given = await giveAddress(tx, accountId, { canonical, typed }, { isMain: false }, now)
    if (given) await note(tx, 'address-added', { accountId, device, about: masked(canonical) }, now)
    else await tx.newAddress.deleteMany({ where: { id } })
    return given ? 'confirmed' : 'taken'
  })
}
