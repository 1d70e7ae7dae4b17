import type { Assertion } from '#generated/prisma/client'
import type { Verdict } from '#openbadges/check'

type Revocation = Pick<Assertion, 'revokedAt' | 'revocationReason'>

/**
 * What an issuer elsewhere says of having taken the badge back. Where it says nothing now, what it
 * said before stands; where it says that it is not, it is not (a bit of a status list may go back).
 */
export function revocationIn(
  { findings }: Verdict,
  before: Revocation,
  now: Date,
): Partial<Revocation> {
  const status = findings.filter(({ question }) => question === 'status')
  const taken = status.find(
    ({ outcome, code }) => outcome === 'failed' && code.startsWith('revoked'),
  )
  if (taken) {
    const since = new Date(taken.facts?.['revokedAt'] ?? Number.NaN)
    const revokedAt = Number.isNaN(+since) ? (before.revokedAt ?? now) : since
    return { revokedAt, revocationReason: reasonIn(taken.facts?.['reason']) }
  }
  const isGood = status.length > 0 && status.every(({ outcome }) => outcome === 'passed')
  return isGood ? { revokedAt: null, revocationReason: null } : {}
}

const reasonIn = (reason: string | undefined) =>
  reason?.toWellFormed().replaceAll('\0', '').slice(0, 1000) ?? null
