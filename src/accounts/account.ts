import { note } from '#activity/activity'
import type { Tx } from '#db'
import { newId } from '#ids'
import { claimImports } from '#importing/named'
import type { Address } from './email-address.ts'

interface NewAccount {
  name: string
  address: Address
  passwordHash: string | null
  language?: string
}

/**
 * Makes an account for somebody whose address is confirmed; gives its id. Null when the address
 * belongs to an account already: it is the key of its table, so of two at once one gets it.
 */
export async function createAccount(tx: Tx, person: NewAccount, now: Date): Promise<string | null> {
  const { address, ...described } = person
  const id = newId()
  await tx.account.create({ data: { id, createdAt: now, ...described, summary: { create: {} } } })
  if (await giveAddress(tx, id, address, { isMain: true }, now)) {
    await note(tx, 'account-created', { accountId: id }, now)
    return id
  }
  await tx.account.delete({ where: { id } })
  return null
}

/**
 * Of all that count or change what belongs to one account, one goes on and the others wait until
 * its transaction ends. What only adds a row to the account, such as a badge, does not wait.
 */
export async function lockAccount(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "Account" WHERE id = ${id} FOR NO KEY UPDATE`
}

/**
 * Makes a confirmed address an account's own. False when it has an owner. Whatever others had begun
 * with it before it was shown to be anybody's ends here: nothing was theirs (pre-hijacking). Badges
 * in the wallet that name it are shown to be its owner's from now on.
 */
export async function giveAddress(
  tx: Tx,
  accountId: string,
  { canonical: address, typed }: Address,
  { isMain }: { isMain: boolean },
  now: Date,
): Promise<boolean> {
  const { count } = await tx.emailAddress.createMany({
    data: [{ address, typed, accountId, isMain, confirmedAt: now }],
    skipDuplicates: true,
  })
  if (count === 0) return false
  // What somebody is confirming at this moment is left to them: they wait for this transaction, and
  // then find that the address has an owner. To wait for them too would be a deadlock.
  await tx.$executeRaw`DELETE FROM "SignUp" WHERE id IN (
    SELECT id FROM "SignUp" WHERE address = ${address} AND "confirmedAt" IS NULL
    FOR UPDATE SKIP LOCKED)`
  await tx.$executeRaw`DELETE FROM "NewAddress" WHERE id IN (
    SELECT id FROM "NewAddress" WHERE address = ${address} FOR UPDATE SKIP LOCKED)`
  await claimImports(tx, accountId, { address, typed })
  return true
}
