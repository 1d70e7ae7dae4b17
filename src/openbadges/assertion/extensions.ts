import { isObject, listOf, typesOf, type Json } from '#openbadges/json'
import { isText, isUrl } from './values.ts'

// Open Badges 2.0, "Extensions": each kind comes with a schema of its own. Those that are in use are
// known here, and a schema is never fetched; what is unknown is nobody's fault.

interface Property {
  term: string
  iri: string
  is: (value: unknown) => boolean
}

const known: Record<string, Property> = {
  ApplyLink: { term: 'url', iri: 'http://schema.org/url', is: isUrl },
  ExampleExtension: { term: 'exampleProperty', iri: 'http://schema.org/text', is: isText },
  OriginalCreator: { term: 'url', iri: 'http://schema.org/url', is: isUrl },
  RecipientProfile: { term: 'name', iri: 'http://schema.org/name', is: isText },
}

/** The members of a document that are extensions and do not keep to their own schema. */
export const wrongExtensions = (document: Json): string[] =>
  Object.entries(document)
    .filter(([, value]) => listOf(value).some((one) => isObject(one) && isWrong(one)))
    .map(([member]) => member)

const isWrong = (value: Json): boolean =>
  typesOf(value).some((type) => {
    const property = propertyOf(type)
    return property !== undefined && !property.is(value[property.term] ?? value[property.iri])
  })

/** `extensions:ApplyLink`, or the same spelled out in one way or another. */
function propertyOf(type: string): Property | undefined {
  const [, name = ''] = /extensions[:#/]+([A-Za-z]+)$/.exec(type) ?? []
  return Object.hasOwn(known, name) ? known[name] : undefined
}
