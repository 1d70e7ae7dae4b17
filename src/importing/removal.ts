import type { Tx } from '#db'
import type { Prisma } from '#generated/prisma/client'
import { dropPictures } from './draft.ts'

/**
 * Takes badges from elsewhere away with all that came with them: their bytes, issuers, pictures, and
 * what checks found. Nothing of them is anybody else's.
 */
export async function removeImports(tx: Tx, where: Prisma.AssertionWhereInput): Promise<number> {
  const going = await tx.assertion.findMany({
    where: { ...where, import: { isNot: null } },
    include: { import: { select: { hash: true } }, achievement: { select: { pictureId: true } } },
  })
  const ids = <Row>(of: (row: (typeof going)[number]) => Row) => ({ in: going.map(of) })
  await tx.assertion.deleteMany({ where: { id: ids(({ id }) => id) } })
  await tx.achievement.deleteMany({ where: { id: ids((one) => one.achievementId) } })
  await tx.issuer.deleteMany({ where: { id: ids((one) => one.issuerId) } })
  await dropPictures(tx, ids(({ achievement }) => achievement.pictureId).in)
  await forgetChecks(tx, ids((one) => one.import?.hash ?? '').in)
  return going.length
}

/** What a check found says what is in the badge; somebody else may have the same file. */
async function forgetChecks(tx: Tx, hashes: string[]): Promise<void> {
  const others = await tx.import.findMany({
    where: { hash: { in: hashes } },
    select: { hash: true },
  })
  const kept = new Set(others.map(({ hash }) => hash))
  const gone = hashes.filter((hash) => !kept.has(hash))
  await tx.keptCheck.deleteMany({ where: { hash: { in: gone } } })
}
