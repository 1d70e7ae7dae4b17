import { credentialsV2, isOpenBadgesContext } from '#openbadges/contexts'
import { listOf, type Json } from '#openbadges/json'
import { instantOf } from './instant.ts'

const xsdDateTime = 'http://www.w3.org/2001/XMLSchema#dateTime'
const security = 'https://w3id.org/security#'

/** What each member stands for in VCDM 2.0, in the order of the canonical form; null: it cannot be. */
const members: [name: string, predicate: string, object: (value: string) => string | null][] = [
  ['created', 'http://purl.org/dc/terms/created', instant],
  [
    'type',
    'http://www.w3.org/1999/02/22-rdf-syntax-ns#type',
    (type) => (type === 'DataIntegrityProof' ? `<${security}${type}>` : null),
  ],
  [
    'cryptosuite',
    `${security}cryptosuite`,
    (suite) => (/^[\w-]+$/.test(suite) ? `"${suite}"^^<${security}cryptosuiteString>` : null),
  ],
  ['expires', `${security}expiration`, instant],
  [
    'proofPurpose',
    `${security}proofPurpose`,
    (purpose) => (purpose === 'assertionMethod' ? `<${security}${purpose}>` : null),
  ],
  [
    'verificationMethod',
    `${security}verificationMethod`,
    (name) => (/^(https?:\/\/|did:)[\w.:/#%~-]+$/.test(name) ? `<${name}>` : null),
  ],
]

function instant(value: string): string | null {
  return instantOf(value) ? `"${value}"^^<${xsdDateTime}>` : null
}

/**
 * The canonical form of a proof's configuration without going through JSON-LD, which takes half the
 * time of a check: nearly every proof has these members and no others. Null for any other, and where
 * another context could have a say. A test holds it against the general way.
 */
export function canonicalProof(configuration: Json, contexts: unknown): string | null {
  if (!listOf(contexts).every(isOfTheStandard) || listOf(contexts)[0] !== credentialsV2) return null
  const lines = members.map(([name, predicate, object]) => {
    const value = configuration[name]
    if (value === undefined) return ''
    const written = typeof value === 'string' ? object(value) : null
    return written === null ? null : `_:c14n0 <${predicate}> ${written} .\n`
  })
  const isWhole = lines.filter((line) => line !== '').length === Object.keys(configuration).length
  return isWhole && !lines.includes(null) ? lines.join('') : null
}

const isOfTheStandard = (context: unknown) =>
  context === credentialsV2 || (typeof context === 'string' && isOpenBadgesContext(context))
