import type { KeyObject } from 'node:crypto'
import { CompactSign } from 'jose'
import type { writeAssertion } from './write-assertion.ts'

/** A SignedBadge: the assertion as a compact JWS (Open Badges 2.0, "Signed Badges"). */
export function signAssertion(
  assertion: ReturnType<typeof writeAssertion>,
  privateKey: KeyObject,
): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(assertion)))
    .setProtectedHeader({ alg: 'RS256' })
    .sign(privateKey)
}
