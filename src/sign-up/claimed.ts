import { findClaim } from '#claims/claim'

const noClaim = { badge: null, claim: null, maskedAddress: null, recipient: null }

/** The badge that a sign-up begins with, as long as its offer is open. */
export async function claimed(token: string | undefined, now: Date) {
  const found = token === undefined ? null : await findClaim(token, now)
  if (found?.state !== 'open') return noClaim
  const { badge, maskedAddress, recipient } = found
  return { badge, claim: token, maskedAddress, recipient }
}
