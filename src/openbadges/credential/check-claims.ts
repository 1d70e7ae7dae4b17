import { answers } from '#openbadges/answers'
import type { Finding } from '#openbadges/finding'
import type { Json } from '#openbadges/json'
import { validity } from './check-dates.ts'
import { instantOf } from './instant.ts'
import { issuerOf, subjectOf } from './envelope.ts'

const answer = answers('proof', 'OB 3.0 §8.2.4, §8.2.6')

/**
 * Steps 5 and 6 of a VC-JWT's check: its claims say again what the credential says. One that says
 * otherwise is false; one that is missing contradicts nothing.
 */
export function checkClaims(claims: Json, credential: Json): Finding[] {
  const { iss, sub, nbf, jti, exp } = claims
  const subject = subjectOf(credential)
  const { starts, ends } = validity(credential)
  return [
    ...compare('iss', iss, issuerOf(credential)),
    ...compare('sub', sub, subject?.['id']),
    ...compare('jti', jti, credential['id']),
    ...compareInstants('nbf', nbf, starts),
    ...(exp === undefined ? [] : compareEnd(exp, ends)),
  ]
}

function compare(claim: string, said: unknown, meant: unknown): Finding[] {
  if (said === undefined) return [missing(claim)]
  return said === meant ? [] : [differs(claim)]
}

/** Whole seconds since 1970 (RFC 7519 §2), so less than one apart is the same. */
function compareInstants(claim: string, said: unknown, meant: unknown): Finding[] {
  if (said === undefined) return [missing(claim)]
  const instant = instantOf(meant)
  const isSame =
    typeof said === 'number' && instant !== null && Math.abs(said * 1000 - +instant) < 1000
  return isSame ? [] : [differs(claim)]
}

/** Where the credential names no end, `exp` is its end. */
function compareEnd(exp: unknown, end: unknown): Finding[] {
  if (end !== undefined) return compareInstants('exp', exp, end)
  return typeof exp === 'number' ? [] : [differs('exp')]
}

const missing = (claim: string) =>
  answer('warning', `claim-${claim}-missing`, `The JWT lacks the claim "${claim}".`)

const differs = (claim: string) =>
  answer(
    'failed',
    `claim-${claim}-wrong`,
    `The claim "${claim}" says otherwise than the credential.`,
  )
