import { randomInt } from 'node:crypto'
import { findLearner } from '#accounts/credentials'
import { db } from '#db'
import { enqueue } from '#queue/queue'
import type { Payloads } from '#queue/payloads'
import { filesOf } from './files.ts'
import { zipped } from './zip.ts'

const partSize = 1024 * 1024

/** The copy is not wanted any more: it, or its account, is gone; or another try was ready first. */
class NotWanted extends Error {}

/** Makes a copy of a learner's data. Tried again, it begins anew; the first try to end counts. */
export async function makeExport(
  { exportId }: Payloads['make-export'],
  { now }: { now: Date },
): Promise<void> {
  const asked = await db.export.findUnique({ where: { id: exportId } })
  const learner = asked && !asked.readyAt ? await findLearner(asked.accountId) : null
  if (!asked || !learner || (learner.closesAt && learner.closesAt <= now)) return
  try {
    const kept = await keep(exportId, zipped(filesOf(learner, asked.askedAt), asked.askedAt))
    await finish(exportId, kept, now)
  } catch (error) {
    if (!(error instanceof NotWanted)) throw error
  }
}

interface Kept {
  first: number
  parts: number
  size: number
}

/**
 * Writes the file down part by part. Each try counts from a place of its own: should one that was
 * thought dead wake up again, the parts of the two do not mix.
 */
async function keep(exportId: string, file: AsyncIterable<Uint8Array>): Promise<Kept> {
  const kept = { first: randomInt(2_000) * 1_000_000, parts: 0, size: 0 }
  for await (const part of inParts(file)) {
    await writePart(exportId, kept.first + kept.parts, part)
    kept.parts += 1
    kept.size += part.length
  }
  return kept
}

async function* inParts(file: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = []
  let length = 0
  for await (const piece of file) {
    waiting.push(piece)
    length += piece.length
    if (length < partSize) continue
    const all = Buffer.concat(waiting)
    const whole = length - (length % partSize)
    for (let at = 0; at < whole; at += partSize) yield all.subarray(at, at + partSize)
    waiting = [all.subarray(whole)]
    length -= whole
  }
  if (length > 0) yield Buffer.concat(waiting)
}

/** Only while the copy is still to be made; the lock keeps it so until the part is there. */
async function writePart(exportId: string, number: number, bytes: Buffer): Promise<void> {
  const count = await db.$executeRaw`
    INSERT INTO "ExportPart" ("exportId", number, bytes)
    SELECT id, ${number}::int, ${bytes} FROM "Export"
    WHERE id = ${exportId} AND "readyAt" IS NULL FOR SHARE`
  if (count === 0) throw new NotWanted()
}

/** Now it can be fetched, and its owner hears of it: once, whichever try is first. */
function finish(exportId: string, { first, parts, size }: Kept, now: Date): Promise<void> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.export.updateMany({
      where: { id: exportId, readyAt: null },
      data: { readyAt: now, size },
    })
    if (count === 0) throw new NotWanted()
    const others = [{ number: { lt: first } }, { number: { gte: first + parts } }]
    await tx.exportPart.deleteMany({ where: { exportId, OR: others } })
    await enqueue(tx, 'mail-export-ready', { exportId })
  })
}
