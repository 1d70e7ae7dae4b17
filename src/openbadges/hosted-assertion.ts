import { createHash } from 'node:crypto'

/** One award with the addresses under which its parts are published. Dates are instants. */
export interface HostedAward {
  id: string
  issuedOn: Date
  expiresOn: Date | null
  recipient: { email: string; salt: string }
  image: string
  evidence: { url: string | null; name: string | null; narrative: string | null }[]
  badge: HostedBadge
}

export interface HostedBadge {
  id: string
  name: string
  description: string
  criteria: string
  image: string
  skills: string[]
  tags: string[]
  alignments: {
    name: string
    url: string | null
    framework: string | null
    code: string | null
    description: string | null
  }[]
  issuer: HostedIssuer
}

export interface HostedIssuer {
  id: string
  name: string
  url: string
  email: string
}

const context = 'https://w3id.org/openbadges/v2'

/** Open Badges 2.0, Assertion with HostedBadge verification: true because it stands at its `id`. */
export function hostedAssertion(award: HostedAward) {
  const { email, salt } = award.recipient
  return {
    '@context': context,
    type: 'Assertion',
    id: award.id,
    recipient: { type: 'email', hashed: true, salt, identity: identityHash(email, salt) },
    issuedOn: award.issuedOn.toISOString(),
    ...(award.expiresOn && { expires: award.expiresOn.toISOString() }),
    image: award.image,
    ...(award.evidence.length > 0 && { evidence: award.evidence.map(evidence) }),
    badge: withoutContext(badgeClass(award.badge)),
    verification: { type: 'HostedBadge' },
  }
}

/** "Revoking Hosted Assertions": goes out with 410 Gone. */
export function revokedAssertion(id: string, reason: string | null) {
  return {
    '@context': context,
    type: 'Assertion',
    id,
    ...revocation(reason),
  }
}

export const revocation = (reason: string | null) => ({
  revoked: true,
  ...(reason && { revocationReason: reason }),
})

export function badgeClass(badge: HostedBadge) {
  const tags = [...badge.skills, ...badge.tags]
  const alignments = badge.alignments.flatMap(alignment)
  return {
    '@context': context,
    type: 'BadgeClass',
    id: badge.id,
    name: badge.name,
    description: badge.description,
    image: badge.image,
    criteria: { narrative: badge.criteria },
    ...(tags.length > 0 && { tags }),
    ...(alignments.length > 0 && { alignment: alignments }),
    issuer: withoutContext(issuerProfile(badge.issuer)),
  }
}

export function issuerProfile(issuer: HostedIssuer) {
  return { '@context': context, type: 'Issuer', ...issuer }
}

/** IdentityObject: SHA-256 over the address followed by the salt, in hexadecimal. */
export function identityHash(email: string, salt: string): string {
  return `sha256$${createHash('sha256')
    .update(email + salt)
    .digest('hex')}`
}

function evidence(item: HostedAward['evidence'][number]) {
  const { url, name, narrative } = item
  return {
    type: 'Evidence',
    ...(url && { id: url }),
    ...(name && { name }),
    ...(narrative && { narrative }),
  }
}

/** AlignmentObject asks for a targetUrl: an alignment without one cannot be said in 2.0. */
function alignment({ name, url, framework, code, description }: HostedBadge['alignments'][number]) {
  if (url === null) return []
  return [
    {
      targetName: name,
      targetUrl: url,
      ...(framework && { targetFramework: framework }),
      ...(code && { targetCode: code }),
      ...(description && { targetDescription: description }),
    },
  ]
}

function withoutContext<Document extends { '@context': string }>({
  '@context': _,
  ...rest
}: Document) {
  return rest
}
