import type { Finding } from '#openbadges/finding'
import { checkClaims } from './check-claims.ts'
import { checkConformance } from './check-conformance.ts'
import type { Envelope } from './envelope.ts'
import { prove } from './prove.ts'
import { isGood, weigh } from './proven.ts'
import type { Visit } from './visit.ts'

/** What steps 1 and 2 of OB 3.0 §9.1 say of a credential. */
export interface Core {
  findings: Finding[]
  /** A proof holds, and nothing contradicts it: only then may the credential send us elsewhere. */
  isProven: boolean
}

export async function checkCore(envelope: Envelope, visit: Visit): Promise<Core> {
  const { credential, jwt } = envelope
  const proven = await prove(envelope, visit)
  const claims = jwt ? checkClaims(jwt.claims, credential) : []
  const isProven = proven.some(isGood) && !claims.some(({ outcome }) => outcome === 'failed')
  const { proofs, issuer } = weigh(proven)
  return { findings: [...checkConformance(credential), ...proofs, ...claims, issuer], isProven }
}
