import { isObject, parseJson } from '#openbadges/json'
import { checkJwt } from './check-jwt.ts'
import { checkProofs } from './check-proofs.ts'
import { issuerOf, open, type Envelope } from './envelope.ts'
import type { Proven } from './proven.ts'
import type { Visit } from './visit.ts'
import { isWithinLimits } from './within-limits.ts'

/** A credential that was fetched, or that stands in another: JSON, or a compact JWS. */
export function openText(text: string): Envelope | null {
  const compact = text.trim()
  const isJws = /^[\w-]+\.[\w-]+\.[\w-]*$/.test(compact)
  const payload = isJws ? Buffer.from(compact.split('.')[1] ?? '', 'base64url').toString() : text
  return openDocument(parseJson(payload), isJws ? compact : null)
}

/** Null for what is no credential, or larger than any may be. */
export const openDocument = (document: unknown, jws: string | null): Envelope | null =>
  isObject(document) && isWithinLimits(document) ? open({ jws, document }) : null

/** Step 2 of the check: what the proofs show. */
export async function prove({ credential, jwt }: Envelope, visit: Visit): Promise<Proven[]> {
  const issuer = issuerOf(credential) ?? ''
  return jwt ? [await checkJwt(jwt.compact, issuer, visit)] : checkProofs(credential, issuer, visit)
}
