import { verify } from 'node:crypto'
import { isObject, parseJson, type Json } from '#openbadges/json'
import type { Algorithm, PublicKey } from './public-key.ts'

/** A compact JWS, taken apart (RFC 7515 §3.1). */
export interface Jws {
  header: Json
  /** What is signed: header and payload, as they came. */
  signed: string
  payload: string
  signature: Buffer
}

export function readJws(compact: string): Jws | null {
  const [protectedHeader = '', payload = '', signature = '', ...more] = compact.split('.')
  const header = parseJson(Buffer.from(protectedHeader, 'base64url').toString())
  const bytes = Buffer.from(signature, 'base64url')
  // RFC 7515 §2: no other characters, and nothing behind the last byte. Read more kindly, a signature
  // could be changed and stay the same.
  const isExact = bytes.toString('base64url') === signature
  if (!isObject(header) || more.length > 0 || !isExact) return null
  const signed = compact.slice(0, compact.lastIndexOf('.'))
  return { header, signed, payload, signature: bytes }
}

/**
 * The only algorithms there are (RFC 7518 §3.1, RFC 8037 §3.1). What a header names beside them is
 * not looked up anywhere: no `none`, and no secret made of a public key.
 */
const digests: Record<Algorithm, string | null> = { RS256: 'sha256', ES256: 'sha256', EdDSA: null }

const isAlgorithm = (alg: unknown): alg is Algorithm =>
  typeof alg === 'string' && Object.hasOwn(digests, alg)

/** Why a header is refused before anything is looked up; null where it is not. */
export function headerTrouble(header: Json): 'algorithm-not-allowed' | 'header-critical' | null {
  // RFC 7515 §4.1.11: what we do not know must not be passed over. RFC 7797: the payload as it is.
  if ('crit' in header || header['b64'] === false) return 'header-critical'
  return isAlgorithm(header['alg']) ? null : 'algorithm-not-allowed'
}

/** RFC 7515 §5.2. A key is only used with the algorithm that is its own. */
export function verifyJws(
  { header, signed, signature }: Jws,
  { key, algorithm }: PublicKey,
): 'right' | 'wrong' | 'unfit' {
  if (algorithm === null || header['alg'] !== algorithm) return 'unfit'
  // RFC 7518 §3.4: two numbers of 32 bytes, not DER.
  const with256 = algorithm === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : key
  const bytes = Buffer.from(signed, 'latin1')
  return verify(digests[algorithm], bytes, with256, signature) ? 'right' : 'wrong'
}
