import type { Achievement, Alignment, Award, Issuer } from '#openbadges/award'
import { identityHash } from '#openbadges/identity-hash'

// Open Badges 2.0: Assertion, BadgeClass and Profile.

const context = 'https://w3id.org/openbadges/v2'

/** Under which addresses the parts of an award are known. */
export interface AssertionAddresses extends BadgeClassAddresses {
  /** Where the assertion stands; a `urn:uuid:` for one that is signed and stands nowhere. */
  id: string
  /** The picture with the badge inside. */
  image: string | null
}

export interface BadgeClassAddresses {
  badge: string
  badgeImage: string
  issuer: string
}

/** True because it stands at its `id`, or because the key at `creator` signed it. */
export type Verification = { type: 'HostedBadge' } | { type: 'SignedBadge'; creator: string }

export function writeAssertion(award: Award, at: AssertionAddresses, verification: Verification) {
  const { email, salt } = award.recipient
  return {
    '@context': context,
    type: 'Assertion',
    id: at.id,
    recipient: { type: 'email', hashed: true, salt, identity: identityHash(email, salt) },
    issuedOn: award.issuedOn.toISOString(),
    ...(award.expiresOn && { expires: award.expiresOn.toISOString() }),
    ...(at.image && { image: at.image }),
    ...(award.evidence.length > 0 && { evidence: award.evidence.map(evidence) }),
    badge: withoutContext(writeBadgeClass(award.achievement, at)),
    verification,
  }
}

/** "Revoking Hosted Assertions": goes out with 410 Gone. */
export const writeRevoked = (id: string, reason: string | null) => ({
  ...{ '@context': context, type: 'Assertion', id, revoked: true },
  ...(reason && { revocationReason: reason }),
})

export function writeBadgeClass(achievement: Achievement, at: BadgeClassAddresses) {
  const tags = [...achievement.skills, ...achievement.tags]
  const alignments = achievement.alignments.flatMap(alignment)
  return {
    '@context': context,
    type: 'BadgeClass',
    id: at.badge,
    name: achievement.name,
    description: achievement.description,
    image: at.badgeImage,
    criteria: { narrative: achievement.criteria },
    ...(tags.length > 0 && { tags }),
    ...(alignments.length > 0 && { alignment: alignments }),
    issuer: withoutContext(writeProfile(achievement.issuer, at.issuer)),
  }
}

/** Where the keys that an issuer's signed badges are checked with stand, and which were taken back. */
export interface Signing {
  publicKeys: string[]
  revocationList: string
}

export function writeProfile({ name, url, email }: Issuer, id: string, signing?: Signing) {
  const [key, ...others] = signing?.publicKeys ?? []
  return {
    ...{ '@context': context, type: 'Issuer', id, name, url, email },
    ...(key && { publicKey: others.length > 0 ? [key, ...others] : key }),
    ...(key && signing && { revocationList: signing.revocationList }),
  }
}

/** What `publicKey` of a profile leads to; `owner` leads back. */
export function writeCryptographicKey(id: string, owner: string, publicKeyPem: string) {
  return { '@context': context, type: 'CryptographicKey', id, owner, publicKeyPem }
}

/** "Revocation List": the signed assertions of this issuer that do not count any more. */
export function writeRevocationList(id: string, issuer: string, revokedIds: string[]) {
  return {
    ...{ '@context': context, type: 'RevocationList', id, issuer },
    revokedAssertions: revokedIds.map((revoked) => ({ id: revoked, revoked: true })),
  }
}

function evidence({ url, name, narrative }: Award['evidence'][number]) {
  return {
    type: 'Evidence',
    ...(url && { id: url }),
    ...(name && { name }),
    ...(narrative && { narrative }),
  }
}

/** AlignmentObject asks for a targetUrl: an alignment without one cannot be said. */
function alignment({ name, url, framework, code, description }: Alignment) {
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
