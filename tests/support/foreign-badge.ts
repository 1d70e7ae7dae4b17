import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { signCredential } from '#openbadges/credential/sign-credential'
import { identityHash } from '#openbadges/identity-hash'
import { multikeyOf } from '#openbadges/multikey'
import { newId } from '#ids'

/** An issuer elsewhere, whose name is its key: what it signs can be checked without a network. */
export interface ForeignIssuer {
  id: string
  privateKey: KeyObject
}

export function foreignIssuer(): ForeignIssuer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { id: `did:key:${multikeyOf(publicKey)}`, privateKey }
}

interface Wanted {
  by?: ForeignIssuer
  id?: string
  name?: string
  /** Whom it names: hashed with a salt unless `isPlain`; nobody without. */
  email?: string
  isPlain?: boolean
  validFrom?: string
  validUntil?: string
  image?: string
  achievement?: object
  /** Goes into the document before it is signed. */
  more?: object
}

/** A signed Open Badge 3.0 from elsewhere, as the text of its file. */
export async function foreignBadge(wanted: Wanted = {}): Promise<string> {
  const { by = foreignIssuer(), name = 'Swimming', image, validUntil } = wanted
  const document = {
    '@context': [
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    ] as const,
    id: wanted.id ?? `urn:uuid:${newId()}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: by.id, type: ['Profile'], name: 'Riverside Swimming Club' },
    validFrom: wanted.validFrom ?? '2026-02-03T00:00:00Z',
    ...(validUntil && { validUntil }),
    credentialSubject: {
      id: `urn:uuid:${newId()}`,
      type: ['AchievementSubject'],
      ...identifier(wanted),
      achievement: {
        ...{ id: 'urn:uuid:swimming', type: ['Achievement'], name },
        description: `Can do ${name}.`,
        criteria: { narrative: 'Swam **400 metres**.' },
        ...(image && { image: { id: image, type: 'Image' } }),
        ...wanted.achievement,
      },
    },
    ...wanted.more,
  }
  const verificationMethod = `${by.id}#${by.id.slice('did:key:'.length)}`
  const signer = { verificationMethod, privateKey: by.privateKey }
  return JSON.stringify(await signCredential(document, signer, new Date('2026-02-03T00:00:00Z')))
}

function identifier({ email, isPlain }: Wanted) {
  if (email === undefined) return {}
  const named = isPlain
    ? { hashed: false, identityHash: email }
    : { hashed: true, identityHash: identityHash(email, 'salt'), salt: 'salt' }
  return { identifier: [{ type: 'IdentityObject', identityType: 'emailAddress', ...named }] }
}

/** The same with one word changed after it was signed. */
export const tampered = (badge: string) => badge.replace('400 metres', '800 metres')

/** The same as anybody could have written it. */
export const unsigned = (badge: string) =>
  JSON.stringify({ ...(JSON.parse(badge) as object), proof: undefined })
