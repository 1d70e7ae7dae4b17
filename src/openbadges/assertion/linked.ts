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
export type Part =
  | { is: 'there'; document: Json; version: Version; elsewhere: 'no' | 'renamed' | 'foreign' }
  | { is: 'absent' | 'silent' | 'unnamed' }

interface Wanted {
  name: Class
  /** What the document that links to it is. */
  version: Version
}

/** A copy of what has an address is a hint only: the part is what stands there. */
export async function partAt(link: unknown, wanted: Wanted, visit: Visit): Promise<Part> {
  const id = idOf(link)
  if (isUrl(id)) return fetchedPart(id, wanted, visit)
  return isObject(link) ? partOf(link, wanted, 'no') : { is: 'unnamed' }
}

async function fetchedPart(url: string, wanted: Wanted, visit: Visit): Promise<Part> {
  const standing = await standsAt(url, visit)
  if (standing.is === 'revoked') return { is: 'absent' }
  if (standing.is !== 'there') return standing
  const { document, url: found } = standing
  return partOf(document, wanted, calls(document, url, found))
}

function partOf(
  document: Json,
  { name, version }: Wanted,
  elsewhere: 'no' | 'renamed' | 'foreign',
): Part {
  const own = versionOf(document, version)
  return { is: 'there', document: upgrade(document, name, own), version: own, elsewhere }
}

/**
 * Whether a document calls itself by where it was found. Under another name of the same host it is
 * that host's affair; under the name of another host it may be anybody's.
 */
export function calls(document: Json, asked: string, found: string): 'no' | 'renamed' | 'foreign' {
  const { id } = document
  if (id === undefined || id === asked || id === found) return 'no'
  if (!isUrl(id)) return 'renamed'
  return [asked, found].some((url) => hostOf(url) === hostOf(id)) ? 'renamed' : 'foreign'
}

export const hostOf = (url: string) => new URL(url).host
