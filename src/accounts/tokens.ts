import { isMailedCode, mailedCode } from './code.ts'
import { confirmLinkLives, resetLinkLives, unsubscribeLinkLives } from './lifetimes.ts'
import { readSigned, seconds, sign, type Purpose } from './signed-token.ts'

interface Award {
  id: string
  awardedAt: Date
  offerEndsAt: Date
}

interface Mailing {
  id: string
  mailing: number
  mailedAt: Date
}

// A token is the same each time it is made from the same row, so a mail that has to be sent again
// carries the same link.

/** Shows the badge to whoever has the mail, as long as the offer is open. It is no login. */
export function claimToken({ id, awardedAt, offerEndsAt }: Award): string {
  return sign('claim', { id, jti: id, from: awardedAt, until: offerEndsAt })
}

/** Each mail about a sign-up has its own link. */
export const confirmToken = (mailing: Mailing) => mailingToken('confirm', mailing)

/** The same for an address that is added to an account; who presses its button is logged in there. */
export const newAddressToken = (mailing: Mailing) => mailingToken('new-address', mailing)

function mailingToken(purpose: Purpose, { id, mailing, mailedAt }: Mailing): string {
  const until = after(mailedAt, confirmLinkLives)
  return sign(purpose, { id, jti: `${id}.${mailing}`, from: mailedAt, until })
}

export function resetToken({ id, createdAt }: { id: string; createdAt: Date }): string {
  return sign('reset', { id, jti: id, from: createdAt, until: after(createdAt, resetLinkLives) })
}

/** Names an award; what it ends is all mail from its issuer to its address. */
export function unsubscribeToken({ id, awardedAt }: Pick<Award, 'id' | 'awardedAt'>): string {
  return sign('unsubscribe', {
    id,
    jti: id,
    from: awardedAt,
    until: after(awardedAt, unsubscribeLinkLives),
  })
}

const after = (date: Date, time: number) => new Date(+date + time)

export type TokenReading =
  | { ok: true; id: string }
  | { ok: false; reason: 'expired'; id: string }
  | { ok: false; reason: 'invalid' }

/** Whose row a mailed link speaks of. One that has ended tells it too: we signed it. */
export function readToken(purpose: Purpose, text: string, now: Date): TokenReading {
  const said = readSigned(purpose, text, now)
  if (!said) return { ok: false, reason: 'invalid' }
  return said.exp > seconds(now)
    ? { ok: true, id: said.sub }
    : { ok: false, reason: 'expired', id: said.sub }
}

/** The code in one mail about an address that waits for its confirmation. */
export const confirmationCode = (id: string, mailing: number): string =>
  mailedCode('confirmation-code', `${id}.${mailing}`)

/** Whether this is the code in the newest mail. */
export const codeMatches = (typed: string, { id, mailing }: Pick<Mailing, 'id' | 'mailing'>) =>
  isMailedCode('confirmation-code', typed, `${id}.${mailing}`)
