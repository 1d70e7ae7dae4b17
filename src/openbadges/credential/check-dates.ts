import { answers } from '#openbadges/answers'
import type { Finding } from '#openbadges/finding'
import type { Json } from '#openbadges/json'
import { instantOf } from './instant.ts'

const answer = answers('dates', 'OB 3.0 §9.1 step 4, VCDM 2.0 §4.9')

/** From when on and until when it holds; VCDM 1.1 has other names for the same. */
export function validity(credential: Json) {
  return {
    starts: credential['validFrom'] ?? credential['issuanceDate'],
    ends: credential['validUntil'] ?? credential['expirationDate'],
  }
}

export function checkDates(credential: Json, now: Date): Finding[] {
  const { starts, ends } = validity(credential)
  const from = instantOf(starts)
  const until = instantOf(ends)
  if ([starts, ends].some((date) => date !== undefined && !instantOf(date))) return [malformed]
  return against(now, from, until)
}

/** The clock of whoever made it may be ahead of ours by so much. */
const skew = 60 * 1000

function against(now: Date, from: Date | null, until: Date | null): Finding[] {
  if (from && until && until < from) return [contradictory]
  if (from && +from > +now + skew) return [notYetValid(from)]
  return [until && until < now ? expired(until) : inTime]
}

const malformed = answer(
  'failed',
  'date-malformed',
  'A date is no instant that everybody reads alike.',
)

const contradictory = answer('failed', 'dates-contradict', 'It ends before it begins.')

const notYetValid = (from: Date) =>
  answer('failed', 'not-yet-valid', 'It is not valid yet.', { validFrom: from.toISOString() })

const expired = (until: Date) =>
  answer('failed', 'expired', 'It has expired.', { expiresOn: until.toISOString() })

const inTime = answer('passed', 'in-time', 'It is valid at the time of the check.')
