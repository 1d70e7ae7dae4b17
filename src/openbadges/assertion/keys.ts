import { createPublicKey } from 'node:crypto'
import { keyOfJwk, type PublicKey } from '#openbadges/credential/public-key'
import { idOf, isObject, listOf, textOf, type Json } from '#openbadges/json'
import { hostOf, standsAt, type Visit } from './linked.ts'
import { isUrl } from './values.ts'

/** A key, or why it is none. `foreign`: it does not say that the issuer owns it. */
export type Key =
  { is: 'there'; key: PublicKey } | { is: 'absent' | 'silent' | 'foreign' | 'wrong' }

/** Each key may have us fetch a document. */
const mostKeys = 5

/**
 * The keys that a profile names (CryptographicKey): "Do not trust a key that is not properly linked
 * from the issuer Profile". Of several only the one that the assertion names as its `creator`.
 * Null where that one is not among them.
 */
export async function keysOf(
  issuer: Json,
  creator: string | null,
  visit: Visit,
): Promise<Key[] | null> {
  const links = listOf(issuer['publicKey'])
  const wanted = creator === null ? links : links.filter((link) => idOf(link) === creator)
  if (wanted.length === 0) return null
  return Promise.all(wanted.slice(0, mostKeys).map((link) => keyAt(link, issuer, visit)))
}

async function keyAt(link: unknown, issuer: Json, visit: Visit): Promise<Key> {
  // What stands in the profile itself is the profile's own word.
  if (isObject(link) && typeof link['publicKeyPem'] === 'string') return keyOf(link, issuer)
  const url = idOf(link)
  if (!isUrl(url)) return { is: 'absent' }
  const standing = await standsAt(url, visit)
  if (standing.is === 'there') return keyOf(standing.document, issuer)
  return { is: standing.is === 'silent' ? 'silent' : 'absent' }
}

/** The way back: `owner` is the issuer. */
function keyOf({ owner, publicKeyPem }: Json, issuer: Json): Key {
  if (idOf(owner) === null || idOf(owner) !== issuer['id']) return { is: 'foreign' }
  return keyOfPem(textOf(publicKeyPem) ?? '')
}

function keyOfPem(pem: string): Key {
  // Node would make a public key of a private one: whoever publishes that has no secret any more.
  if (!/-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem)) return { is: 'wrong' }
  try {
    const key = keyOfJwk({ ...createPublicKey(pem).export({ format: 'jwk' }) })
    return key ? { is: 'there', key } : { is: 'wrong' }
  } catch {
    return { is: 'wrong' }
  }
}

/** Before 2.0, `verify.url` of a signed badge leads to the key alone, which has no owner but its host. */
export async function keyOfOldBadge(url: string, issuer: Json, visit: Visit): Promise<Key> {
  const home = isUrl(issuer['id']) ? issuer['id'] : issuer['url']
  if (!isUrl(home) || hostOf(home) !== hostOf(url)) return { is: 'foreign' }
  const fetched = await visit.fetchDocument(url)
  if (!fetched.answered) return { is: 'silent' }
  if (fetched.status === 404 || fetched.status === 410) return { is: 'absent' }
  return fetched.status === 200 ? keyOfPem(Buffer.from(fetched.body).toString()) : { is: 'silent' }
}
