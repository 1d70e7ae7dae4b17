import { note } from '#activity/activity'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'

interface Names {
  /** As on certificates. */
  name: string
  /** What they want to be called here; null: the same. */
  shownName: string | null
  language: string
}

export function namesOf(learner: Learner): Promise<Names> {
  return db.account.findUniqueOrThrow({
    where: { id: learner.id },
    select: { name: true, shownName: true, language: true },
  })
}

/** A name that is shown on public pages changes there on the next request. */
export function saveNames(
  learner: Learner,
  { name, shownName, language }: Names,
  device: string,
  now: Date,
): Promise<void> {
  return db.$transaction(async (tx) => {
    const shown = shownName === name ? null : shownName
    const data = { name, shownName: shown, language }
    const before = await tx.account.findUniqueOrThrow({ where: { id: learner.id } })
    await tx.account.update({ where: { id: learner.id }, data })
    if (before.name === name && before.shownName === shown) return
    await note(tx, 'name-changed', { accountId: learner.id, device }, now)
  })
}
