import { forgetChecks } from '#checking/forget-checks'
import type { Tx } from '#db'
import type { Prisma } from '#generated/prisma/client'
import { dropPictures } from './draft.ts'

/**
 * Takes badges from elsewhere away with all that came with them: their bytes, issuers, pictures, and
 * what checks found. Nothing of them is anybody else's.
 */
export async function removeImports(tx: Tx, where: Prisma.AssertionWhereInput): Promise<number> {
  const imported = { ...where, import: { isNot: null } }
  await forgetChecks(tx, imported)
  const going = await tx.assertion.findMany({
    where: imported,
    include: { achievement: { select: { pictureId: true } } },
  })
  const ids = <Row>(of: (row: (typeof going)[number]) => Row) => ({ in: going.map(of) })
  await tx.assertion.deleteMany({ where: { id: ids(({ id }) => id) } })
  await tx.achievement.deleteMany({ where: { id: ids((one) => one.achievementId) } })
  await tx.issuer.deleteMany({ where: { id: ids((one) => one.issuerId) } })
  await dropPictures(tx, ids(({ achievement }) => achievement.pictureId).in)
  return going.length
}
