import type { Tx } from '#db'
import { newId } from '#ids'
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
  const { count } = await tx.emailAddress.createMany({
    data: [{ address: address.canonical, typed: address.typed, accountId: id, confirmedAt: now }],
    skipDuplicates: true,
  })
  if (count === 1) return id
  await tx.account.delete({ where: { id } })
  return null
}
