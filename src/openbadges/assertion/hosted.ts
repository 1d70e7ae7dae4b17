import { answers } from '#openbadges/answers'
import type { Finding } from '#openbadges/finding'
import { idOf, isObject, textOf, type Json } from '#openbadges/json'
import type { Part, Standing } from './linked.ts'
import { isInScope } from './scope.ts'
import { instantOf } from './values.ts'

const clause = 'OB 2.0 "HostedBadge"'
const proof = answers('proof', clause)
const issuer = answers('issuer', clause)
const status = answers('status', 'OB 2.0 "Revoking Hosted Assertions"')

/** What it proves that a document stands at its address: that its host says the same. */
export function hostedProof(standing: Standing, received: Json, current: Json): Finding {
  switch (standing.is) {
    case 'silent':
      return proof('unchecked', 'assertion-unreachable', 'The address of the badge did not answer.')
    case 'absent':
      return proof('failed', 'assertion-not-found', 'There is no such badge at its address.')
    case 'revoked':
      return proof('unchecked', 'assertion-gone', 'What stood at its address was taken away.')
    case 'there':
      return differences(received, current).length > 0
        ? proof(
            'failed',
            'copy-differs',
            'What was handed in is not what stands at its address; what stands there counts.',
            { members: differences(received, current).join(' ') },
          )
        : proof('passed', 'found-at-address', 'The same stands at the address of the badge.')
  }
}

/** The members that a copy has otherwise than the original: those that say who got what, and when. */
function differences(copy: Json, original: Json): string[] {
  const { recipient, badge, claim } = copy
  // It says nothing but where the original stands.
  if (recipient === undefined && badge === undefined && claim === undefined) return []
  return Object.entries(claims)
    .filter(([, claim]) => claim(copy) !== claim(original))
    .map(([member]) => member)
}

const claims: Record<string, (assertion: Json) => string> = {
  recipient: ({ recipient }) => {
    const { identity, salt } = isObject(recipient) ? recipient : {}
    return `${(textOf(identity) ?? '').toLowerCase()} ${textOf(salt) ?? ''}`
  },
  badge: ({ badge }) => idOf(badge) ?? '',
  issuedOn: ({ issuedOn }) => instantOf(issuedOn)?.toISOString() ?? '',
  expires: ({ expires }) => instantOf(expires)?.toISOString() ?? '',
  claim: ({ claim }) => JSON.stringify(claim ?? null),
}

/** Whether the issuer lets its badges stand there: else anybody could name anybody as issuer. */
export function hostedIssuer(addresses: string[], part: Part, isThere: boolean): Finding {
  if (part.is === 'silent')
    return issuer('unchecked', 'issuer-unreachable', 'The profile of the issuer did not answer.')
  if (part.is === 'unnamed' && !isThere) return notProven
  if (part.is !== 'there')
    return issuer('failed', 'issuer-not-found', 'There is no profile of the issuer.')
  if (part.stands === 'foreign')
    return issuer('failed', 'issuer-foreign', 'The profile is on another host than its name says.')
  const { document } = part
  const inside = addresses.map((address) => isInScope(address, document))
  return scopeFinding(inside.includes(false) ? false : (inside[0] ?? null), isThere)
}

function scopeFinding(isInside: boolean | null, isThere: boolean): Finding {
  if (isInside === null)
    return issuer(
      'warning',
      'issuer-without-address',
      'The issuer has no address, so nothing shows that the badge stands where it should.',
    )
  if (!isInside)
    return issuer(
      'failed',
      'hosted-scope-wrong',
      'The issuer’s badges do not stand at this address.',
    )
  return isThere
    ? issuer('passed', 'issuer-proven', 'The badge stands where this issuer’s badges stand.')
    : notProven
}

const notProven = issuer(
  'unchecked',
  'issuer-not-proven',
  'The badge could not be asked for at its address.',
)

export function hostedStatus(standing: Standing): Finding {
  switch (standing.is) {
    case 'silent':
    case 'absent':
      return status('unchecked', 'status-unreachable', 'The address of the badge gave no badge.')
    case 'there':
      return status('passed', 'not-revoked', 'At its address the badge is not revoked.')
    case 'revoked':
      return revoked(standing.document['revocationReason'])
  }
}

const revoked = (reason: unknown) =>
  status('failed', 'revoked', 'The issuer has revoked the badge.', {
    ...(textOf(reason) !== null && { reason: textOf(reason) ?? '' }),
  })
