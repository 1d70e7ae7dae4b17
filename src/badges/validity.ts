import { days } from '#durations'

const soon = days(90)

export type ValidityState = 'valid' | 'not-yet' | 'soon' | 'expired' | 'revoked'

/** Whether the badge holds, since or until when, and the issuer's reason where it was taken back. */
export interface Validity {
  state: ValidityState
  on: Date | null
  reason: string | null
}

export interface Dates {
  issuedOn: Date
  expiresOn: Date | null
  revokedAt: Date | null
  revocationReason: string | null
}

/** The worst that is true: taken back before expired before not yet valid before soon to expire. */
export function validityOf(badge: Dates, now: Date): Validity {
  const { issuedOn, expiresOn, revokedAt } = badge
  if (revokedAt) return { state: 'revoked', on: revokedAt, reason: badge.revocationReason }
  if (expiresOn && expiresOn <= now) return { state: 'expired', on: expiresOn, reason: null }
  if (issuedOn > now) return { state: 'not-yet', on: issuedOn, reason: null }
  if (expiresOn && +expiresOn - +now <= soon) return { state: 'soon', on: expiresOn, reason: null }
  return { state: 'valid', on: expiresOn, reason: null }
}

/** The same rule as a condition of the database, for the filter of the list. */
export function whereValidity(state: 'valid' | 'soon' | 'expired' | 'revoked', now: Date) {
  const later = new Date(+now + soon)
  switch (state) {
    case 'revoked':
      return { revokedAt: { not: null } }
    case 'expired':
      return { revokedAt: null, expiresOn: { lte: now } }
    case 'soon':
      return { revokedAt: null, expiresOn: { gt: now, lte: later }, issuedOn: { lte: now } }
    case 'valid':
      return {
        revokedAt: null,
        issuedOn: { lte: now },
        OR: [{ expiresOn: null }, { expiresOn: { gt: now } }],
      }
  }
}
