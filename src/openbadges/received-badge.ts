import type { Version } from './circumstances.ts'
import type { Finding } from './finding.ts'

/** A badge taken out of whatever it came in, not yet looked at. */
export interface ReceivedBadge {
  /** 3.0 covers every verifiable credential. */
  version: Version
  /** The compact JWS, where it came as one. */
  jws: string | null
  /** The parsed JSON; of a JWS its payload. Untrusted in every respect. */
  document: unknown
  /** Where it was found, if it was fetched from an address. */
  source: string | null
}

export interface Received {
  format: 'png' | 'svg' | 'json' | 'jwt' | 'url' | 'unknown'
  findings: Finding[]
  badge: ReceivedBadge | null
}
