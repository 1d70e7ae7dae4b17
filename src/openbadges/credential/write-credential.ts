import type { Achievement, Alignment, Award, Issuer } from '#openbadges/award'
import { identityHash } from '#openbadges/identity-hash'

// Open Badges 3.0 on the Verifiable Credentials Data Model 2.0. Arrays wherever a set is meant, and
// nothing that is empty (App. A).

export const credentialContexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
] as const

/** Defines the types of 1EdTech's own status methods. */
const extensionsContext = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'

/** Under which names the parts of an award are known. */
export interface CredentialAddresses extends AchievementAddresses {
  id: string
  /** Who earned it: says nothing, but stays the same, and a VC-JWT needs it as `sub`. */
  subject: string
}

export interface AchievementAddresses {
  achievement: string
  achievementImage: string
  issuer: string
}

/** The schema of 3.0 takes one status only. */
export type CredentialStatus =
  | {
      id: string
      type: 'BitstringStatusListEntry'
      statusPurpose: 'revocation'
      statusListIndex: string
      statusListCredential: string
    }
  | { id: string; type: '1EdTechRevocationList' }

export type Credential = ReturnType<typeof writeCredential>

export function writeCredential(
  award: Award,
  at: CredentialAddresses,
  credentialStatus: CredentialStatus,
) {
  const { achievement, evidence, expiresOn } = award
  const isExtended = credentialStatus.type === '1EdTechRevocationList'
  return {
    '@context': [...credentialContexts, ...(isExtended ? [extensionsContext] : [])],
    id: at.id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: achievement.name,
    issuer: writeIssuer(achievement.issuer, at.issuer),
    validFrom: instant(award.issuedOn),
    ...(expiresOn && { validUntil: instant(expiresOn) }),
    awardedDate: instant(award.issuedOn),
    credentialSubject: {
      id: at.subject,
      type: ['AchievementSubject'],
      identifier: [recipient(award.recipient)],
      achievement: writeAchievement(achievement, at),
    },
    ...(evidence.length > 0 && { evidence: evidence.map(writeEvidence) }),
    credentialStatus,
  }
}

/** To the second: `nbf` and `exp` of a VC-JWT say no more, and have to be equal (OB 3.0 §8.2.4). */
export const instant = (date: Date) => `${date.toISOString().slice(0, 19)}Z`

export const writeIssuer = ({ name, url, email }: Issuer, id: string) => ({
  ...{ id, type: ['Profile'], name, url: iri(url), email },
})

/** A hash, since whoever gets the file would read a plain address (OB 3.0 App. B, IdentityObject). */
function recipient({ email, salt }: Award['recipient']) {
  return {
    type: 'IdentityObject',
    hashed: true,
    identityHash: identityHash(email, salt),
    identityType: 'emailAddress',
    salt,
  }
}

export function writeAchievement(achievement: Achievement, at: AchievementAddresses) {
  const { name, description, criteria, skills, tags } = achievement
  const tag = [...new Set([...skills, ...tags])]
  const alignment = achievement.alignments.flatMap(writeAlignment)
  const inLanguage = languageOf(achievement.language)
  return {
    ...{ id: at.achievement, type: ['Achievement'], name, description },
    criteria: { narrative: criteria },
    image: { id: at.achievementImage, type: 'Image' },
    ...(tag.length > 0 && { tag }),
    ...(alignment.length > 0 && { alignment }),
    ...(inLanguage && { inLanguage }),
  }
}

/** Alignment asks for a targetUrl: one without cannot be said. */
function writeAlignment({ name, url, framework, code, description }: Alignment) {
  if (url === null) return []
  return [
    {
      type: ['Alignment'],
      targetName: name,
      targetUrl: iri(url),
      ...(framework && { targetFramework: framework }),
      ...(code && { targetCode: code }),
      ...(description && { targetDescription: description }),
    },
  ]
}

function writeEvidence({ url, name, narrative }: Award['evidence'][number]) {
  return {
    ...(url && { id: iri(url) }),
    type: ['Evidence'],
    ...(name && { name }),
    ...(narrative && { narrative }),
  }
}

/** What LanguageCode of 3.0 allows: `en`, `pt-BR`, `zh-Hant-TW`; null for any other tag. */
function languageOf(tag: string): string | null {
  try {
    const [canonical = ''] = Intl.getCanonicalLocales(tag)
    return /^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/.test(canonical) ? canonical : null
  } catch {
    return null
  }
}

/** Browsers take some characters in an address that no IRI has (RFC 3987), and N-Quads forbids them. */
const iri = (url: string) => url.replace(/[\s<>"{}|\\^`]/g, encodeURIComponent)
