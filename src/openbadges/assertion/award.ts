import { answers } from '#openbadges/answers'
import type { Version } from '#openbadges/circumstances'
import type { Finding } from '#openbadges/finding'
import { idOf, objectOf, type Json } from '#openbadges/json'
import type { ReceivedBadge } from '#openbadges/received-badge'
import { verificationOf } from './classes.ts'
import { troubles } from './conformance.ts'
import { hostedIssuer, hostedProof, hostedStatus } from './hosted.ts'
import { calls, standsAt, type Standing, type Visit } from './linked.ts'
import { partsOf, type Parts } from './parts.ts'
import { signedStatus } from './revocation-list.ts'
import { checkSignature } from './signed.ts'
import { upgrade, versionOf } from './upgrade.ts'
import { isUrl } from './values.ts'

/** One award in the making of an answer. */
export interface Award {
  version: Version
  /** What counts: what stands at its address, or what was signed; else the copy that came. */
  assertion: Json
  parts: Parts
  /** What is wrong with the assertion itself. */
  troubles: Finding[]
  /** Proof, issuer and status. */
  findings: Finding[]
  /** Only its issuer, or whoever holds its address, can have written the assertion. */
  isProven: boolean
  isRevoked: boolean
}

/** By the way in which it says that it can be verified. */
export function awardOf(
  { jws, version, source }: ReceivedBadge,
  copy: Json,
  visit: Visit,
): Promise<Award> {
  if (jws !== null) return signedAward(jws, copy, version, visit)
  const way = verificationOf(objectOf(copy['verification']) ?? {})
  const address = way === 'signed' ? null : addressOf(copy, version, source)
  return address === null
    ? unprovenAward(copy, version, way, visit)
    : hostedAward(address, copy, version, visit)
}

/** Of its own say only the address counts. Before 2.0 that is `verify.url`, before 1.0 where it was found. */
function addressOf(copy: Json, version: Version, source: string | null): string | null {
  const url = objectOf(copy['verification'])?.['url']
  const { id } = copy
  const candidates = version === '0.5' ? [source] : version === '2.0' ? [id, url] : [url, id]
  return candidates.filter(isUrl)[0] ?? null
}

async function hostedAward(address: string, copy: Json, version: Version, visit: Visit) {
  const standing = await standsAt(address, visit)
  const current = currentOf(standing, copy, version)
  const parts = await partsOf(current.assertion, current.version, visit)
  const isThere = standing.is === 'there'
  const isRevoked = standing.is === 'revoked'
  return {
    ...{ ...current, parts, isProven: isThere, isRevoked },
    // A copy need not be whole: only its address counts.
    troubles: [
      ...troubles(current.assertion, 'Assertion', current.version).filter(
        ({ code }) => isThere || !(code === 'member-missing' || isRevoked),
      ),
      ...(isRenamed(standing, address) ? [renamed] : []),
    ],
    findings: [
      hostedProof(standing, copy, current.assertion),
      hostedIssuer(addressesOf(address, standing), parts.issuer, isThere),
      hostedStatus(standing),
    ],
  }
}

/** What counts instead of the copy. What is revoked need not say more than that. */
function currentOf(standing: Standing, copy: Json, version: Version) {
  if (standing.is !== 'there' && standing.is !== 'revoked') return { assertion: copy, version }
  const own = versionOf(standing.document, version)
  const isWhole = standing.is === 'there' || standing.document['badge'] !== undefined
  return isWhole
    ? { assertion: upgrade(standing.document, 'Assertion', own), version: own }
    : { assertion: { id: copy['id'], badge: idOf(copy['badge']) }, version }
}

const isRenamed = (standing: Standing, address: string) =>
  standing.is === 'there' && calls(standing.document, address, standing.url) !== 'there'

const renamed = answers('conformance', 'OB 2.0 "Assertion"')(
  'warning',
  'id-differs',
  'The assertion calls itself by another address than the one where it stands.',
)

/** Both must be where the issuer’s badges stand. */
const addressesOf = (address: string, standing: Standing): string[] => [
  address,
  ...(standing.is === 'there' && isUrl(standing.document['id']) ? [standing.document['id']] : []),
]

async function signedAward(jws: string, assertion: Json, version: Version, visit: Visit) {
  const parts = await partsOf(assertion, version, visit)
  const { proof, issuer, isProven } = await checkSignature(jws, assertion, parts.issuer, visit)
  const profile = parts.issuer.is === 'there' ? parts.issuer.document : null
  const status = await signedStatus(assertion, profile, visit)
  return {
    ...{ version, assertion, parts, isProven, isRevoked: false },
    troubles: troubles(assertion, 'Assertion', version),
    findings: [proof, issuer, status],
  }
}

async function unprovenAward(
  copy: Json,
  version: Version,
  way: ReturnType<typeof verificationOf>,
  visit: Visit,
) {
  return {
    ...{ version, assertion: copy, isProven: false, isRevoked: false },
    parts: await partsOf(copy, version, visit),
    troubles: troubles(copy, 'Assertion', version),
    findings: [missing(version, way), notProven, statusUnknown],
  }
}

const proof = answers('proof', 'OB 2.0 "Assertion Verification"')

/** Of what proves it. One of 0.5 has an original somewhere, and cannot say where. */
function missing(version: Version, way: ReturnType<typeof verificationOf>): Finding {
  if (version === '0.5') return addressUnknown
  return way === 'signed' ? signatureMissing : addressMissing
}

const addressUnknown = proof(
  'unchecked',
  'address-not-given',
  'A badge this old is proven by the address where it stands, which was not given.',
)

const signatureMissing = proof(
  'failed',
  'proof-missing',
  'It says that it is signed, and came without a signature.',
)

const addressMissing = proof(
  'failed',
  'proof-missing',
  'It has no signature, and no address at which it could be compared.',
)

const notProven = answers('issuer', 'OB 2.0 "Assertion Verification"')(
  'unchecked',
  'issuer-not-proven',
  'Nothing shows who issued it.',
)

const statusUnknown = answers('status', 'OB 2.0 "Assertion Verification"')(
  'unchecked',
  'status-unreachable',
  'There is nowhere to ask whether it was revoked.',
)
