import { db, type Tx } from '#db'
import { hours } from '#durations'
import { hashed } from '#ids'
import type { ActingIssuer } from './issuers.ts'

type Outcome = { ok: boolean }

/** How long a repeated request gets the first answer. */
export const answersAreKept = hours(24)

/** Undoes a transaction that came to no success, and carries its outcome out. */
class Undo extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super('undone')
    this.outcome = outcome
  }
}

/**
 * Does the work once per key: a repeat within 24 hours gets the first outcome, also when both come
 * at the same moment (the second waits for the first's transaction). Only successes are kept, so
 * a mended request may use its key again. `reused`: the key came with another request before.
 */
export async function once<Result extends Outcome>(
  issuer: ActingIssuer,
  key: string | undefined,
  request: unknown,
  now: Date,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result | 'reused'> {
  const requestHash = hashed(JSON.stringify(request))
  try {
    return await db.$transaction(async (tx) => {
      const kept = key === undefined ? null : await claim(tx, issuer.id, key, requestHash, now)
      if (kept)
        return kept.requestHash === requestHash ? (kept.answer as unknown as Result) : 'reused'
      const outcome = await work(tx)
      if (!outcome.ok) throw new Undo(outcome)
      if (key !== undefined) await keep(tx, issuer.id, key, outcome)
      return outcome
    })
  } catch (error) {
    if (error instanceof Undo) return error.outcome as Result
    throw error
  }
}

/** Takes the key for this request; or gives what was kept under it. */
async function claim(tx: Tx, issuerId: string, key: string, requestHash: string, now: Date) {
  const old = new Date(+now - answersAreKept)
  await tx.idempotencyKey.deleteMany({ where: { issuerId, key, createdAt: { lt: old } } })
  const { count } = await tx.idempotencyKey.createMany({
    data: [{ issuerId, key, requestHash, answer: {}, createdAt: now }],
    skipDuplicates: true,
  })
  if (count === 1) return null
  return tx.idempotencyKey.findUniqueOrThrow({ where: { issuerId_key: { issuerId, key } } })
}

async function keep(tx: Tx, issuerId: string, key: string, outcome: object) {
  await tx.idempotencyKey.update({
    where: { issuerId_key: { issuerId, key } },
    data: { answer: outcome },
  })
}
