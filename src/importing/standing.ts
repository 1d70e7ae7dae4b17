import type { Verdict } from '#openbadges/check'
import type { Finding } from '#openbadges/finding'

/** What the issuer says now of having taken a badge back; null where it says that all is well. */
export type Standing = 'revoked' | 'paused' | 'not said' | null

export function standingIn(verdict: Verdict): Standing {
  if (takenBackIn(verdict)) return 'revoked'
  const status = statusIn(verdict)
  if (status.some(({ outcome, code }) => outcome === 'failed' && code === 'suspended'))
    return 'paused'
  const isGood = status.length > 0 && status.every(({ outcome }) => outcome === 'passed')
  return isGood ? null : 'not said'
}

/** What says that the badge was taken back. */
export const takenBackIn = (verdict: Verdict): Finding | undefined =>
  statusIn(verdict).find(({ outcome, code }) => outcome === 'failed' && code.startsWith('revoked'))

const statusIn = ({ findings }: Verdict) => findings.filter(({ question }) => question === 'status')

/** What whoever reads a check is told of that. */
export function toldBy(verdict: Verdict): 'revoked' | 'paused' | null {
  const standing = standingIn(verdict)
  return standing === 'not said' ? null : standing
}

/** Somebody whose answer is needed gave none, and what was answered is no reason to say no. */
export const isUnanswered = ({ findings }: Verdict): boolean =>
  !findings.some(({ outcome }) => outcome === 'failed') &&
  findings.some(({ outcome, code }) => outcome === 'unchecked' && noAnswer.test(code))

const noAnswer = /unreachable$|^check-gave-up$/
