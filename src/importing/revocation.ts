import type { Assertion } from '#generated/prisma/client'
import type { Verdict } from '#openbadges/check'
import { storable } from '#text'
import { standingIn, takenBackIn } from './standing.ts'

type Revocation = Pick<Assertion, 'revokedAt' | 'revocationReason'>

/**
 * What an issuer elsewhere says of having taken the badge back. Where it says nothing now, what it
 * said before stands; where it says that it is not, it is not (a bit of a status list may go back).
 */
export function revocationIn(verdict: Verdict, before: Revocation, now: Date): Partial<Revocation> {
  const taken = takenBackIn(verdict)
  if (taken) {
    const since = new Date(taken.facts?.['revokedAt'] ?? Number.NaN)
    const revokedAt = Number.isNaN(+since) ? (before.revokedAt ?? now) : since
    return { revokedAt, revocationReason: reasonIn(taken.facts?.['reason']) }
  }
  return standingIn(verdict) === null ? { revokedAt: null, revocationReason: null } : {}
}

const reasonIn = (reason: string | undefined) =>
  reason === undefined ? null : storable(reason).slice(0, 1000)
