import { verify, type KeyObject } from 'node:crypto'
import { isObject, parseJson, type Json } from '#openbadges/json'

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
  if (!isObject(header) || more.length > 0) return null
  const signed = compact.slice(0, compact.lastIndexOf('.'))
  return { header, signed, payload, signature: Buffer.from(signature, 'base64url') }
}

/**
 * The only algorithms there are, each with the keys that fit it (RFC 7518 §3.1, RFC 8037 §3.1). What
 * a header names beside them is not looked up anywhere: no `none`, and no secret made of a public key.
 */
const algorithms: Record<string, { digest: string | null; fits: (key: KeyObject) => boolean }> = {
  RS256: {
    digest: 'sha256',
    // RFC 7518 §3.3: at least so many bits.
    fits: (key) =>
      key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048,
  },
  ES256: {
    digest: 'sha256',
    fits: (key) => key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
  },
  EdDSA: { digest: null, fits: (key) => key.asymmetricKeyType === 'ed25519' },
}

const algorithmOf = ({ alg }: Json) =>
  typeof alg === 'string' && Object.hasOwn(algorithms, alg) ? algorithms[alg] : undefined

/** Why a header is refused before anything is looked up; null where it is not. */
export function headerTrouble(header: Json): 'algorithm-not-allowed' | 'header-critical' | null {
  // RFC 7515 §4.1.11: what we do not know must not be passed over. RFC 7797: the payload as it is.
  if ('crit' in header || header['b64'] === false) return 'header-critical'
  return algorithmOf(header) ? null : 'algorithm-not-allowed'
}

/** RFC 7515 §5.2. */
export function verifyJws(
  { header, signed, signature }: Jws,
  key: KeyObject,
): 'right' | 'wrong' | 'unfit' {
  const algorithm = algorithmOf(header)
  if (!algorithm?.fits(key)) return 'unfit'
  const isRight = verify(
    algorithm.digest,
    Buffer.from(signed, 'latin1'),
    // RFC 7518 §3.4: two numbers of 32 bytes, not DER.
    { key, dsaEncoding: 'ieee-p1363' },
    signature,
  )
  return isRight ? 'right' : 'wrong'
}
