import { isObject, listOf, type Json } from '#openbadges/json'
import { multikeyOfDid } from '#openbadges/multikey'
import { keyOfMethod, keyOfMultibase, type PublicKey } from './public-key.ts'
import { jsonAt, type Visit } from './visit.ts'

/** A key, as the document of its controller names it (CID 1.0 §2.2). */
export interface Method {
  id: string
  controller: string
  /** Null when it is of a kind that we do not know, or no key at all. */
  key: PublicKey | null
  /** May sign what its controller asserts (CID 1.0 §2.3.2). */
  isForAssertions: boolean
  /** From when on nothing it signed counts. */
  revoked: unknown
  expires: unknown
}

/**
 * What is known of somebody's keys. `keyless`: a document is there and names none, such as a page for
 * people; `wrong`: it says that it is somebody else's.
 */
export type Controller =
  | { is: 'there'; methods: Method[] }
  | { is: 'gone' | 'silent' | 'keyless' | 'wrong' | 'unknown-method' }

/** Finds the keys of an issuer by its `id`: did:key, did:web, or https (OB 3.0 §8.5). */
export async function controllerOf(id: string, visit: Visit): Promise<Controller> {
  if (id.startsWith('did:key:')) return controllerOfDidKey(id)
  const url = id.startsWith('did:') ? addressOfDidWeb(id) : id
  if (url === null || !/^https?:/i.test(url)) return { is: 'unknown-method' }
  const answer = await jsonAt(url, visit)
  return answer.is === 'there' ? readController(answer.content, id) : { is: answer.is }
}

/** A `did:key` is its own document. */
function controllerOfDidKey(did: string): Controller {
  const multikey = multikeyOfDid(did)
  const key = multikey === null ? null : keyOfMultibase(multikey)
  if (multikey === null || key === null) return { is: 'wrong' }
  const method = { id: `${did}#${multikey}`, controller: did, key, isForAssertions: true }
  return { is: 'there', methods: [{ ...method, revoked: undefined, expires: undefined }] }
}

/** did:web §3.2: a host, perhaps a port, and a path. */
export function addressOfDidWeb(did: string): string | null {
  const [, , host = '', ...path] = did.split(':')
  if (!didWeb.test(did)) return null
  const place = path.length > 0 ? path.join('/') : '.well-known'
  return `https://${host.replace(/%3a/i, ':')}/${place}/did.json`
}

const didWeb = /^did:web:[\w.-]+(?:%3A\d{1,5})?(?::(?!\.{1,2}(?::|$))[\w.%~-]+)*$/i

function readController(document: unknown, id: string): Controller {
  if (!isObject(document)) return { is: 'keyless' }
  const listed = listOf(document['assertionMethod'])
  const entries = [...listOf(document['verificationMethod']), ...listed].filter(isObject)
  if (entries.length === 0 && listed.length === 0) return { is: 'keyless' }
  // CID 1.0 §3.3: a document that stands elsewhere says nothing of this one's keys.
  if (document['id'] !== id) return { is: 'wrong' }
  const allowed = new Set(listed.map((one) => absolute(isObject(one) ? one['id'] : one, id)))
  return { is: 'there', methods: entries.flatMap((entry) => methodOf(entry, id, allowed)) }
}

function methodOf(entry: Json, base: string, allowed: Set<string | null>): Method[] {
  const id = absolute(entry['id'], base)
  if (id === null) return []
  const { controller, revoked, expires } = entry
  const isForAssertions = allowed.has(id)
  const by = typeof controller === 'string' ? controller : base
  return [{ id, controller: by, key: keyOfMethod(entry), isForAssertions, revoked, expires }]
}

/** A fragment alone is meant within the document. */
function absolute(id: unknown, base: string): string | null {
  if (typeof id !== 'string') return null
  return id.startsWith('#') ? base + id : id
}
