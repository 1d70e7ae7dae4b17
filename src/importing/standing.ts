import type { Verdict } from '#openbadges/check'

/** What the issuer says now of having taken a badge back; null where it says that all is well. */
export type Standing = 'revoked' | 'paused' | 'not said' | null

export function standingIn({ findings }: Verdict): Standing {
  const status = findings.filter(({ question }) => question === 'status')
  const failed = status.filter(({ outcome }) => outcome === 'failed')
  if (failed.some(({ code }) => code.startsWith('revoked'))) return 'revoked'
  if (failed.some(({ code }) => code === 'suspended')) return 'paused'
  const isGood = status.length > 0 && status.every(({ outcome }) => outcome === 'passed')
  return isGood ? null : 'not said'
}

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
