import { answers } from '#openbadges/answers'
import type { Finding } from '#openbadges/finding'
import type { Json } from '#openbadges/json'
import { instantOf } from './values.ts'

const answer = answers('dates', 'OB 2.0 "Assertion"')

/** Clocks differ a little; a badge may be looked at in the moment when it is awarded. */
const skew = 5 * 60 * 1000

export function datesOf({ issuedOn, expires }: Json, now: Date): Finding {
  const issued = instantOf(issuedOn)
  const end = instantOf(expires)
  if (!issued) return answer('unchecked', 'date-missing', 'It does not say when it was issued.')
  const facts = {
    issuedOn: issued.toISOString(),
    ...(end && { expiresOn: end.toISOString() }),
  }
  if (end && end < issued)
    return answer('failed', 'dates-contradict', 'It expires before it was issued.', facts)
  if (+issued > +now + skew)
    return answer('failed', 'not-yet-valid', 'It was issued in the future.', facts)
  if (end && end <= now) return answer('failed', 'expired', 'It has expired.', facts)
  return answer('passed', 'in-time', 'It was issued and has not expired.', facts)
}

export const datesUnknown = answer(
  'unchecked',
  'dates-not-proven',
  'Nothing shows that the dates of this copy are those of the badge.',
)
