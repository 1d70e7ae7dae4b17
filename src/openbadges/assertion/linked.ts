import type { Version } from '#openbadges/circumstances'
import { visitOf } from '#openbadges/credential/visit'
import type { Fetched } from '#openbadges/fetch-document'
import { idOf, isObject, parseJson, type Json } from '#openbadges/json'
import type { Class } from './classes.ts'
import { upgrade, versionOf } from './upgrade.ts'
import { isUrl } from './values.ts'

// What stands elsewhere. An answer of its host is believed; no answer says nothing.

type Answered = Extract<Fetched, { answered: true }>

export type Visit = ReturnType<typeof visitOf>

/** `absent`: its host answers that there is no such document. `silent`: nothing that says so came. */
export type Standing =
  | { is: 'there'; document: Json; url: string }
  | { is: 'revoked'; document: Json }
  | { is: 'absent' | 'silent' }

/** What stands at an address. Open Badges before 3.0 may be read over http. */
export async function standsAt(url: string, visit: Visit): Promise<Standing> {
  const fetched = await visit.fetchDocument(url)
  if (!fetched.answered) return { is: 'silent' }
  const parsed = parseJson(Buffer.from(fetched.body).toString())
  return standing(fetched, isObject(parsed) ? parsed : null)
}

function standing({ status, url }: Answered, document: Json | null): Standing {
  // "Revoking Hosted Assertions": by the status, by the member, or by both.
  if (status === 410) return { is: 'revoked', document: document ?? {} }
  if (status === 404) return { is: 'absent' }
  if (status < 200 || status > 299) return { is: 'silent' }
  if (document === null) return { is: 'absent' }
  return document['revoked'] === true ? { is: 'revoked', document } : { is: 'there', document, url }
}

/** A part of a badge: fetched from where it stands, or what came in the place of a link. */
export type Part = ThereIs | { is: 'absent' | 'silent' | 'unnamed' }

export interface ThereIs {
  is: 'there'
  document: Json
  version: Version
  /** `inside`: it came in the place of a link. */
  stands: 'inside' | 'there' | Misnamed
}

/** It calls itself by another address than its own: of the same host, or of a foreign one. */
export type Misnamed = 'renamed' | 'foreign'

interface Wanted {
  name: Class
  /** What the document that links to it is. */
  version: Version
}

/** A copy of what has an address is a hint only: the part is what stands there. */
export async function partAt(link: unknown, wanted: Wanted, visit: Visit): Promise<Part> {
  const id = idOf(link)
  if (isUrl(id)) return fetchedPart(id, wanted, visit)
  return isObject(link) ? partOf(link, wanted, 'inside') : { is: 'unnamed' }
}

async function fetchedPart(url: string, wanted: Wanted, visit: Visit): Promise<Part> {
  const standing = await standsAt(url, visit)
  if (standing.is === 'revoked') return { is: 'absent' }
  if (standing.is !== 'there') return standing
  const { document, url: found } = standing
  // Before 1.1 documents have no name but the address where they stand.
  const isOld = versionOf(document, wanted.version) !== '2.0'
  const named = isOld ? { id: url, ...document } : document
  return partOf(named, wanted, calls(document, url, found))
}

function partOf(document: Json, { name, version }: Wanted, stands: ThereIs['stands']): Part {
  const own = versionOf(document, version)
  return { is: 'there', document: upgrade(document, name, own), version: own, stands }
}

/**
 * Whether a document calls itself by where it was found. Under another name of the same host it is
 * that host's affair; under the name of another host it may be anybody's.
 */
export function calls(document: Json, asked: string, found: string): 'there' | Misnamed {
  const { id } = document
  if (id === undefined || id === asked || id === found) return 'there'
  if (!isUrl(id)) return 'renamed'
  return [asked, found].some((url) => hostOf(url) === hostOf(id)) ? 'renamed' : 'foreign'
}

export const hostOf = (url: string) => new URL(url).host
