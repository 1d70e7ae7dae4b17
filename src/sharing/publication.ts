import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import { NotFound } from '#errors'
import { newId } from '#ids'
import type { Publication } from './forms.ts'

/**
 * Sets who may see a badge. The link is made at the first publishing and stays: it may stand in
 * a LinkedIn profile. Back on *Only me* it leads nowhere, from the next request on.
 */
export function publish(
  learner: Learner,
  id: string,
  chosen: Publication,
  now: Date,
): Promise<void> {
  const { visibility, showName, searchEngines } = chosen
  return db.$transaction(async (tx) => {
    const { count } = await tx.assertion.updateMany({
      where: { id, ownerId: learner.id },
      data: { visibility, showName, searchEngines },
    })
    if (count === 0) throw new NotFound()
    if (visibility === 'ONLY_ME') return
    await tx.assertion.updateMany({
      where: { id, ownerId: learner.id, publicKey: null },
      data: { publicKey: newId(), publishedAt: now },
    })
  })
}
