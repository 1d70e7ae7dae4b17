import jsonld from 'jsonld'
import { contexts } from './contexts.ts'

/** Why a document has no canonical form that a signature could be checked with. */
export type NoCanonicalForm = 'context-unknown' | 'term-undefined' | 'too-complex' | 'not-json-ld'

export class NotCanonical extends Error {
  readonly reason: NoCanonicalForm

  constructor(reason: NoCanonicalForm) {
    super(reason)
    this.reason = reason
  }
}

/** How long blank nodes may be told apart; a graph made to have no end is given up long before. */
const milliseconds = 2_000

/**
 * The N-Quads of a JSON-LD document by RDFC-1.0. In safe mode: a member that no context defines is
 * an error, since it would be no part of what is signed (VC-DI §2.4.1). Rejects with NotCanonical.
 */
export async function canonicalize(document: object): Promise<string> {
  const options = {
    ...{
      algorithm: 'RDFC-1.0',
      safe: true,
      base: null,
      rdfDirection: 'i18n-datatype',
      documentLoader,
    },
    canonizeOptions: { maxWorkFactor: 1, signal: AbortSignal.timeout(milliseconds) },
  }
  try {
    return await canonize(document, options)
  } catch (error) {
    throw new NotCanonical(reasonOf(error))
  }
}

// What is typed elsewhere is of an older release, without safe mode.
const { canonize } = jsonld as unknown as {
  canonize: (document: object, options: object) => Promise<string>
}

function documentLoader(url: string) {
  const document = contexts.get(url)
  if (!document) return Promise.reject(new NotCanonical('context-unknown'))
  return Promise.resolve({ contextUrl: null, documentUrl: url, document, tag: 'static' })
}

function reasonOf(error: unknown): NoCanonicalForm {
  for (let at = error; at instanceof Error; at = causeOf(at)) {
    if (at instanceof NotCanonical) return at.reason
    if (at.name === 'jsonld.ValidationError') return 'term-undefined'
    if (/deep iterations|abort signal/i.test(at.message)) return 'too-complex'
  }
  return 'not-json-ld'
}

/** jsonld hides what happened below in its own member. */
const causeOf = (error: Error): unknown =>
  'details' in error && typeof error.details === 'object' && error.details !== null
    ? (error.details as { cause?: unknown }).cause
    : error.cause
