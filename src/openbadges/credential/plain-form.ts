import { contexts } from '#openbadges/contexts'
import { isObject, listOf, type Json } from '#openbadges/json'

// JSON-LD has many ways of writing one thing, and a signature covers the thing, not the way. So a
// stranger could move a member to where nobody looks for it, such as `validUntil` to its whole IRI,
// and the signature would hold. What we read is only what stands in the one form that everybody
// writes (VCDM 2.0 §6.1, "compacted document form"; VC-DI §2.4.1).

/** Names that a document may not use in other forms; `@value` and such are of language values. */
const ofLanguageValues = new Set(['@context', '@value', '@language', '@direction', '@type'])

/** Null when it is written plainly; else the first member that is not. */
export function unplainMember(document: Json): string | null {
  return memberOf(document) ?? (isSplit(document) ? 'id' : null)
}

function memberOf(value: unknown): string | null {
  if (Array.isArray(value)) return firstOf(value, memberOf)
  if (!isObject(value)) return null
  return firstOf(Object.entries(value), ([name, member]) =>
    isPlain(name, member, value) ? (name === '@context' ? null : memberOf(member)) : name,
  )
}

function firstOf<T>(values: T[], find: (value: T) => string | null): string | null {
  for (const value of values) {
    const found = find(value)
    if (found !== null) return found
  }
  return null
}

function isPlain(name: string, member: unknown, of: Json): boolean {
  if (name === '@context') return listOf(member).every(isPlainContext) && member !== null
  if (name === 'id') return !(typeof member === 'string' && member.startsWith('_:'))
  if (!/^@|:/.test(name)) return true
  return ofLanguageValues.has(name) && typeof of['@value'] === 'string'
}

/** One by its address, or own words beside those of the contexts that we know. */
function isPlainContext(context: unknown): boolean {
  if (typeof context === 'string') return true
  return isObject(context) && Object.entries(context).every(([name, term]) => isOwn(name, term))
}

function isOwn(name: string, term: unknown): boolean {
  if (name === '@version' || name === '@protected') return true
  if (/^@|:/.test(name) || known.terms.has(name)) return false
  const iri = isObject(term) ? term['@id'] : term
  return typeof iri === 'string' && isOwnIri(iri) && (!isObject(term) || isOwnDefinition(term))
}

/** Neither what a known word stands for, nor the beginning of it. */
const isOwnIri = (iri: string) =>
  /^(https?:\/\/|urn:)/.test(iri) && !known.iris.some((one) => one.startsWith(iri))

const isOwnDefinition = (term: Json) =>
  Object.entries(term).every(([name, value]) => {
    if (name === '@context') return listOf(value).every(isPlainContext) && value !== null
    return ['@id', '@type', '@container', '@protected'].includes(name)
  })

/**
 * Whether members of the credential itself stand elsewhere under its name: for the signature, two
 * objects of one name are one.
 */
function isSplit({ id, ...members }: Json): boolean {
  if (typeof id !== 'string') return false
  const split = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(split)
    if (!isObject(value)) return false
    return (value['id'] === id && isMore(value)) || Object.values(value).some(split)
  }
  return Object.values(members).some(split)
}

/** What decides whether a credential holds, or whose it is. */
const deciding = [
  ...['credentialStatus', 'validUntil', 'validFrom', 'expirationDate', 'issuanceDate'],
  ...['refreshService', 'credentialSubject', 'issuer', 'awardedDate'],
]

const isMore = (value: Json) => deciding.some((name) => value[name] !== undefined)

const known = knownWords()

/** Every word of the contexts that we have, at whatever depth, and the IRI of each. */
function knownWords() {
  const terms = new Set<string>()
  const iris = new Set<string>()
  const collect = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(collect)
    if (!isObject(value)) return
    for (const [name, term] of Object.entries(value)) {
      const iri = isObject(term) ? term['@id'] : term
      if (!name.startsWith('@')) terms.add(name)
      if (typeof iri === 'string' && iri.includes(':')) iris.add(iri)
      collect(term)
    }
  }
  for (const document of contexts.values()) collect(document)
  return { terms, iris: [...iris] }
}
