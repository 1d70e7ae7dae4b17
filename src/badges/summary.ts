import { z } from 'zod'
import type { Learner } from '#accounts/credentials'
import { db, type Tx } from '#db'

const counted = z.object({ value: z.string(), label: z.string(), count: z.number() })
const countsSchema = z.object({
  total: z.number(),
  issuers: z.array(counted),
  skills: z.array(counted),
  tags: z.array(counted),
  years: z.array(counted),
})

/** How many badges a wallet holds, in all and by what they can be filtered by. */
export type WalletCounts = z.infer<typeof countsSchema>

/** Says, in the transaction that changes a wallet, that its counts no longer hold. */
export async function walletChanged(tx: Tx, ownerId: string): Promise<void> {
  await tx.walletSummary.upsert({
    where: { ownerId },
    create: { ownerId, version: 1 },
    update: { version: { increment: 1 } },
  })
}

/** Counts a wallet once per change, so that the list costs the same with 24 badges and with 10,000. */
export async function walletCounts(learner: Learner): Promise<WalletCounts> {
  const kept = await db.walletSummary.findUnique({ where: { ownerId: learner.id } })
  if (kept && kept.countedAs === kept.version) {
    const read = countsSchema.safeParse(kept.counts)
    if (read.success) return read.data
  }
  const counts = await count(learner.id)
  // Kept only if nothing changed since the look above; otherwise the next page counts again.
  const version = kept?.version ?? 0
  await db.walletSummary.updateMany({
    where: { ownerId: learner.id, version },
    data: { counts, countedAs: version },
  })
  return counts
}

type Row = { value: string; label: string; count: number }

async function count(ownerId: string): Promise<WalletCounts> {
  const [issuers, skills, tags, years] = await Promise.all([
    db.$queryRaw<Row[]>`
      select "issuerId" as value, max("issuerName") as label, count(*)::int as count
      from "Assertion" where "ownerId" = ${ownerId}
      group by 1 order by 3 desc, 2 limit 100`,
    db.$queryRaw<Row[]>`
      select skill as value, skill as label, count(*)::int as count
      from "Assertion", unnest(skills) as skill where "ownerId" = ${ownerId}
      group by 1 order by 3 desc, 1 limit 100`,
    db.$queryRaw<Row[]>`
      select tag as value, tag as label, count(*)::int as count
      from "Assertion", unnest(tags) as tag where "ownerId" = ${ownerId}
      group by 1 order by 3 desc, 1 limit 100`,
    db.$queryRaw<Row[]>`
      select year as value, year as label, count(*)::int as count
      from "Assertion", to_char("issuedOn" at time zone 'UTC', 'YYYY') as year
      where "ownerId" = ${ownerId} group by 1 order by 1 desc`,
  ])
  const total = years.reduce((sum, year) => sum + year.count, 0)
  return { total, issuers, skills, tags, years }
}
