/** A job must wait for somebody outside to change their mind: it is tried again for 48 hours. */
export class TryLater extends Error {}

/** Nothing outside can be reached at all. Once it can be, the wait is cut short. */
export class OutOfReach extends TryLater {}

/** A job can never succeed, however often it is tried: it is set aside at once. */
export class GiveUp extends Error {}

const triesForSurprises = 6

/**
 * Errors that nobody foresaw are tried again for about half a minute, which outlasts a restart of
 * the database; then the job is set aside, so that it neither stops nor fills the queue.
 */
export function isFinal(error: unknown, timesTried: number): boolean {
  if (error instanceof GiveUp) return true
  return !(error instanceof TryLater) && timesTried >= triesForSurprises
}
