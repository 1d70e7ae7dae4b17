import type { Tx } from '#db'
import type { Prisma } from '#generated/prisma/client'

/**
 * Forgets what was found of badges that leave a wallet: it says what is in them. A file that lies in
 * another wallet too is still checked there.
 */
export async function forgetChecks(tx: Tx, where: Prisma.AssertionWhereInput): Promise<void> {
  const checked = { AND: [where, { checkedAs: { not: null } }] }
  const select = { checkedAs: true }
  const going = await tx.assertion.findMany({ where: checked, select })
  await tx.assertion.updateMany({ where: checked, data: { checkedAs: null } })
  const hashes = going.map(({ checkedAs }) => checkedAs).filter((hash) => hash !== null)
  const others = await tx.assertion.findMany({ where: { checkedAs: { in: hashes } }, select })
  const needed = new Set(others.map(({ checkedAs }) => checkedAs))
  await tx.keptCheck.deleteMany({
    where: { hash: { in: hashes.filter((hash) => !needed.has(hash)) } },
  })
}
