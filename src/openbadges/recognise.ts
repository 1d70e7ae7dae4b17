import type { Version } from './circumstances.ts'
import { isObject, listOf, objectOf, textOf, typesOf, type Json } from './json.ts'

/** What a document is, by what is in it: a badge of some version, or something else. */
export type Recognised = Version | 'record' | 'several' | 'nothing'

export function recognise(document: unknown): Recognised {
  if (Array.isArray(document)) return 'several'
  if (!isObject(document)) return 'nothing'
  // A JWT of VCDM 1.1 has its credential, or what presents several, in a claim.
  const inner = [document['vc'], document['vp']].find(isObject) ?? document
  if (isWrapper(inner)) return 'several'
  if (typesOf(inner).some((type) => type.startsWith('ClrCredential'))) return 'record'
  return isCredential(inner) ? '3.0' : olderVersion(document)
}

/** Presentations, the answers of wallets' interfaces, and what programs put around credentials. */
const wrappers = [
  ...['verifiableCredential', 'credential', 'credentials', 'compactJwsString'],
  ...['assertions', 'signedAssertions'],
]

const isWrapper = (document: Json) =>
  typesOf(document).includes('VerifiablePresentation') ||
  wrappers.some((member) => document[member] !== undefined)

const credentialTypes = new Set([
  ...['VerifiableCredential', 'OpenBadgeCredential', 'AchievementCredential'],
  'EndorsementCredential',
])

const credentialContext =
  /^https:\/\/(www\.w3\.org\/(ns|2018)\/credentials\/|purl\.imsglobal\.org\/spec\/ob\/v3)/

const isCredential = (document: Json) =>
  typesOf(document).some((type) => credentialTypes.has(type)) ||
  hasContext(document, credentialContext) ||
  isObject(document['credentialSubject'])

const hasContext = (document: Json, form: RegExp) =>
  listOf(document['@context']).some((context) => form.test(textOf(context) ?? ''))

const contexts: [Version, RegExp][] = [
  ['2.0', /^https?:\/\/(w3id\.org\/openbadges\/v2|purl\.imsglobal\.org\/spec\/ob\/v2)/],
  ['1.1', /^https?:\/\/(w3id\.org\/openbadges\/v1|(standard\.)?openbadges\.org\/)/],
]

/** Open Badges before 3.0: by its context, or by the members that came without one. */
function olderVersion(document: Json): Version | 'nothing' {
  const named = contexts.find(([, form]) => hasContext(document, form))
  if (named) return named[0]
  const types = typesOf(document)
  const isNewer = hasOwnContext(document) || types.some((type) => types2.has(type))
  return isNewer ? '2.0' : withoutContext(document)
}

const types2 = new Set(['Assertion', 'BadgeClass', 'Issuer', 'Profile', 'Endorsement'])

/** The context of Open Badges, written out in the document. */
const hasOwnContext = (document: Json) =>
  listOf(document['@context']).some(
    (context) =>
      isObject(context) &&
      Object.values(context).some((iri) => textOf(iri)?.startsWith('https://w3id.org/openbadges')),
  )

function withoutContext(document: Json): Version | 'nothing' {
  const has = (...members: string[]) => members.every((member) => document[member] !== undefined)
  if (has('verification') || has('id', 'revoked')) return '2.0'
  // Bakeries of the early days ask no more of a badge than where its original stands.
  if (textOf(objectOf(document['verify'])?.['url']) !== null) return '1.0'
  if (has('recipient', 'badge')) return isObject(document['badge']) ? '0.5' : '1.0'
  const isPart = has('name', 'criteria', 'issuer') || has('name', 'url')
  return isPart || has('uid', 'revoked') ? '1.0' : 'nothing'
}
