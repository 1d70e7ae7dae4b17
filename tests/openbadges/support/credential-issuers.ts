import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { canonicalize } from '#openbadges/canonical'
import { inBase58, multikeyOf } from '#openbadges/multikey'

export type Json = Record<string, unknown>

export interface Keys {
  publicKey: KeyObject
  privateKey: KeyObject
  multikey: string
  didKey: string
}

export function ed25519Keys(): Keys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const multikey = multikeyOf(publicKey)
  return { publicKey, privateKey, multikey, didKey: `did:key:${multikey}` }
}

/** The issuer of most tests, and somebody else. */
export const school = ed25519Keys()
export const stranger = ed25519Keys()

export const schoolId = 'https://school.test/issuers/1'

/** The clock of the tests. */
export const now = new Date('2026-11-23T12:00:00Z')

export const contexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
]

/** A badge that lacks nothing but a proof. */
export function badge(changes: Json = {}): Json {
  return withoutUndefined({
    '@context': contexts,
    id: 'urn:uuid:11111111-1111-4111-8111-111111111111',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: school.didKey, type: ['Profile'], name: 'School' },
    validFrom: '2026-01-02T03:04:05Z',
    credentialSubject: subject(),
    ...changes,
  })
}

/** What JSON makes of it. */
export const withoutUndefined = (value: Json) => JSON.parse(JSON.stringify(value)) as Json

/** The same on the data model 1.1, signed with Ed25519Signature2020. */
export async function olderBadge(file: string, changes: Json = {}): Promise<Json> {
  const old = badge({
    '@context': [
      'https://www.w3.org/2018/credentials/v1',
      `https://purl.imsglobal.org/spec/ob/v3p0/${file}`,
      'https://w3id.org/security/suites/ed25519-2020/v1',
    ],
    ...{ issuanceDate: '2026-01-02T03:04:05Z', validFrom: undefined, ...changes },
  })
  return signed(old, { proof: { type: 'Ed25519Signature2020', cryptosuite: undefined } })
}

export function subject(changes: Json = {}): Json {
  return {
    id: 'urn:uuid:22222222-2222-4222-8222-222222222222',
    type: ['AchievementSubject'],
    achievement: {
      id: 'https://school.test/achievements/1',
      type: ['Achievement'],
      name: 'First Aid',
      description: 'Knows what to do.',
      criteria: { narrative: 'Passed a test.' },
    },
    ...changes,
  }
}

export const withIssuer = (id: string, changes: Json = {}) =>
  badge({ issuer: { id, type: ['Profile'], name: 'School' }, ...changes })

interface Signing {
  keys?: Keys
  verificationMethod?: string
  /** Changes to the proof, before it is signed. */
  proof?: Json
}

/** Adds a proof by the general way; the key is the school's did:key where nothing else is said. */
export async function signed(document: Json, signing: Signing = {}): Promise<Json> {
  return { ...document, proof: await proofOf(document, signing) }
}

export async function proofOf(
  document: Json,
  { keys = school, verificationMethod, proof }: Signing = {},
): Promise<Json> {
  const configuration = withoutUndefined({
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: '2026-01-02T03:04:05Z',
    verificationMethod: verificationMethod ?? `${keys.didKey}#${keys.multikey}`,
    proofPurpose: 'assertionMethod',
    ...proof,
  })
  const own = await hash({ ...configuration, '@context': document['@context'] })
  const data = Buffer.concat([own, await hash(document)])
  return { ...configuration, proofValue: inBase58(sign(null, data, keys.privateKey)) }
}

const hash = async (document: object) =>
  createHash('sha256')
    .update(await canonicalize(document))
    .digest()

/** What stands at an issuer's id, with these keys for assertions. */
export function controller(id: string, keys: Keys[], changes: Json = {}): Json {
  const methods = keys.map(({ multikey }) => ({
    id: `${id}#${multikey}`,
    type: 'Multikey',
    controller: id,
    publicKeyMultibase: multikey,
  }))
  return {
    id,
    verificationMethod: methods,
    assertionMethod: methods.map((one) => one.id),
    ...changes,
  }
}
