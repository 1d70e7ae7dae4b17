import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import type { Prisma } from '#generated/prisma/client'
import { cardFields } from './facts.ts'
import { anyFilter, type Filters } from './filters.ts'
import { fold } from './search.ts'
import { walletCounts } from './summary.ts'
import { whereValidity } from './validity.ts'

export const pageSize = 24

const visibility = { me: 'ONLY_ME', link: 'LINK', public: 'PUBLIC' } as const

// Each order has an index that begins with the owner; the id makes it total.
const orders = {
  new: [{ issuedOn: 'desc' }, { id: 'asc' }],
  old: [{ issuedOn: 'asc' }, { id: 'desc' }],
  name: [{ sortName: 'asc' }, { id: 'asc' }],
  issuer: [{ sortIssuer: 'asc' }, { issuedOn: 'desc' }, { id: 'asc' }],
  ends: [{ expiresOn: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
} satisfies Record<Filters['sort'], Prisma.AssertionOrderByWithRelationInput[]>

/** One page of the learner's badges, how many match, and the counts behind the filters. */
export async function listBadges(learner: Learner, filters: Filters, now: Date) {
  const where = narrowed(learner, filters, now)
  const counts = await walletCounts(learner)
  const matching = anyFilter(filters) ? await db.assertion.count({ where }) : counts.total
  const pages = Math.max(1, Math.ceil(matching / pageSize))
  const page = Math.min(filters.page, pages)
  const badges = matching === 0 ? [] : await pageOf(where, orders[filters.sort], page)
  return { badges, matching, page, pages, counts }
}

async function pageOf(
  where: Prisma.AssertionWhereInput,
  orderBy: Prisma.AssertionOrderByWithRelationInput[],
  page: number,
) {
  const part = { where, orderBy, take: pageSize }
  if (page === 1) return db.assertion.findMany({ ...part, select: cardFields })
  // To pass over hundreds of badges the index is enough; only those that are shown are read.
  const skip = (page - 1) * pageSize
  const ids = await db.assertion.findMany({ ...part, skip, select: { id: true } })
  const shown = { id: { in: ids.map(({ id }) => id) }, ...where }
  return db.assertion.findMany({ where: shown, orderBy, select: cardFields })
}

export function latestBadges(learner: Learner, count: number) {
  return db.assertion.findMany({
    where: { ownerId: learner.id },
    orderBy: orders.new,
    take: count,
    select: cardFields,
  })
}

/** Those that end next, and soon. */
export function endingBadges(learner: Learner, count: number, now: Date) {
  return db.assertion.findMany({
    where: { ownerId: learner.id, ...whereValidity('soon', now) },
    orderBy: orders.ends,
    take: count,
    select: cardFields,
  })
}

function narrowed(learner: Learner, filters: Filters, now: Date): Prisma.AssertionWhereInput {
  const { q, issuer, skill, tag, status, year, who } = filters
  const all: Prisma.AssertionWhereInput[] = fold(q)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, 10)
    .map((word) => ({ searchText: { contains: literally(word) } }))
  if (issuer.length > 0) all.push({ issuerId: { in: issuer } })
  if (skill.length > 0) all.push({ skills: { hasSome: skill } })
  if (tag.length > 0) all.push({ tags: { hasSome: tag } })
  if (status) all.push(whereValidity(status, now))
  if (year) all.push({ issuedOn: { gte: new Date(`${year}-01-01`), lt: startOfNext(year) } })
  if (who) all.push({ visibility: visibility[who] })
  return { ownerId: learner.id, AND: all }
}

const startOfNext = (year: string) => new Date(Date.UTC(Number(year) + 1, 0, 1))

/** `%` and `_` are searched for as such. */
const literally = (word: string) => word.replace(/[\\%_]/g, String.raw`\$&`)
