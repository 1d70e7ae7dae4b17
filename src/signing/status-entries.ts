import { randomInt } from 'node:crypto'
import { db } from '#db'
import { newId } from '#ids'
import { statusListLength } from '#openbadges/credential/write-status-list'

/** Until a list is so full, a free entry is found in a few draws. */
const full = statusListLength * 0.75

/**
 * Gives each of these badges an entry of its own in one of their issuer's status lists. Entries are
 * drawn at random, so that one says neither when its badge was awarded nor whose it is; the unique
 * index of the table decides between those that draw the same at once.
 */
export async function drawStatusEntries(issuerId: string, assertionIds: string[]): Promise<void> {
  let left = assertionIds
  for (let listId = await openList(issuerId); left.length > 0;) {
    await draw(listId, left)
    const still = await withoutEntry(left)
    // A list that is still as good as empty has hardly ever a draw that hits.
    if (still.length > 0 && (await db.assertion.count({ where: { statusListId: listId } })) > full)
      listId = await newList(issuerId, listId)
    left = still
  }
}

async function draw(listId: string, ids: string[]): Promise<void> {
  const indices = new Set<number>()
  while (indices.size < ids.length) indices.add(randomInt(statusListLength))
  try {
    await db.$executeRaw`
      UPDATE "Assertion" AS a SET "statusListId" = ${listId}, "statusIndex" = drawn.index
      FROM unnest(${ids}::text[], ${[...indices]}::int[]) AS drawn (id, index)
      WHERE a.id = drawn.id AND a."statusIndex" IS NULL AND NOT EXISTS (
        SELECT FROM "Assertion" AS other
        WHERE other."statusListId" = ${listId} AND other."statusIndex" = drawn.index)`
  } catch (error) {
    // Somebody else drew one of them in this very moment, or for the same badges: drawn again.
    if (!isRace(error)) throw error
  }
}

/** PostgreSQL: a unique index was hit, or two updates waited for each other. */
const isRace = (error: unknown) =>
  error instanceof Error && /\b(?:23505|40P01)\b|duplicate key|deadlock/i.test(error.message)

async function withoutEntry(ids: string[]): Promise<string[]> {
  const found = await db.assertion.findMany({
    where: { id: { in: ids }, statusIndex: null },
    select: { id: true },
  })
  return found.map(({ id }) => id)
}

/** The list that new badges go into: the newest. */
async function openList(issuerId: string): Promise<string> {
  const found = await db.statusList.findFirst({ where: { issuerId }, orderBy: newestFirst })
  return found?.id ?? newList(issuerId, null)
}

/** The next list after this one; the one that somebody else began meanwhile will do. */
function newList(issuerId: string, after: string | null): Promise<string> {
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "Issuer" WHERE id = ${issuerId} FOR UPDATE`
    const newest = await tx.statusList.findFirst({ where: { issuerId }, orderBy: newestFirst })
    if (newest && newest.id !== after) return newest.id
    return (await tx.statusList.create({ data: { id: newId(), issuerId } })).id
  })
}

const newestFirst = [{ createdAt: 'desc' as const }, { id: 'desc' as const }]
