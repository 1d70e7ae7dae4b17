import { note, type Happening } from '#activity/activity'
import { db } from '#db'
import { TooManyTries } from '#errors'

/** Counts a try. Where it is one too many, the owner of the account reads of it. */
export async function countTry(
  count: () => Promise<void>,
  happening: Happening,
  now: Date,
): Promise<void> {
  try {
    await count()
  } catch (error) {
    // Written down once for each count that runs full, not for each try after it.
    if (error instanceof TooManyTries && error.isFirst)
      await note(db, 'limit-reached', happening, now)
    throw error
  }
}
