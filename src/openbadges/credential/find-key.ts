import { isObject, listOf, type Json } from '#openbadges/json'
import { multikeyOfDid } from '#openbadges/multikey'
import { controllerOf, type Controller, type Method } from './controller.ts'
import { instantOf } from './instant.ts'
import { keyOfJwk, keyOfMethod, keyOfMultibase, type PublicKey } from './public-key.ts'
import { jsonAt, type Visit } from './visit.ts'

/** Whose a key is: shown to be the issuer's, shown not to be, or neither. */
export type Owner = 'issuer' | 'another' | 'unknown'

export type KeyAnswer =
  | { found: true; key: PublicKey; owner: Owner; ended: 'revoked' | 'expired' | null }
  /** `missing`: it is not where it has to be. `malformed`: the name leads to no key. */
  | { found: false; why: 'missing' | 'unreachable' | 'malformed' | 'unknown-method' }

const notFound = (why: Extract<KeyAnswer, { found: false }>['why']): KeyAnswer => ({
  ...{ found: false, why },
})

/**
 * The key that `verificationMethod` of a proof, or `kid` of a JWT, names, and whose it is. An issuer's
 * key is one that the issuer's own document lists for assertions (CID 1.0 §3.3).
 */
export async function findKey(name: string, issuer: string, visit: Visit): Promise<KeyAnswer> {
  const [base = '', fragment] = split(name)
  if (!/^(did:|https?:\/\/)/i.test(base)) return notFound('malformed')
  const own = fragment === null ? null : keyOfMultibase(fragment)
  if (own === null && looksLikeMultikey(fragment)) return notFound('malformed')
  if (base.startsWith('did:key:')) return keyOfDidKey(base, fragment, issuer)
  const controller = await controllerOf(base, visit)
  if (controller.is === 'there')
    return listedKey(controller.methods, { name, base, own, issuer }, visit.now)
  if (controller.is === 'keyless' && own === null) return bareKey(name, issuer, visit)
  return unlisted(controller.is, own, { base, issuer })
}

/**
 * The same for `kid`, which may lead to nothing but a key. Where the issuer's document has a key of
 * that name already, nobody else has to be asked.
 */
export async function findKid(name: string, issuer: string, visit: Visit): Promise<KeyAnswer> {
  const controller = split(name)[0] === issuer ? null : await controllerOf(issuer, visit)
  const isListed = controller?.is === 'there' && controller.methods.some(({ id }) => id === name)
  if (!isListed) return findKey(name, issuer, visit)
  return listedKey(controller.methods, { name, base: issuer, own: null, issuer }, visit.now)
}

function split(name: string): [string, string | null] {
  const at = name.indexOf('#')
  return at < 0 ? [name, null] : [name.slice(0, at), name.slice(at + 1)]
}

/** Where the fragment is meant to be the key itself, a spoilt one is no name of anything else. */
const looksLikeMultikey = (fragment: string | null) => /^z6Mk.{20,}$/.test(fragment ?? '')

function keyOfDidKey(did: string, fragment: string | null, issuer: string): KeyAnswer {
  const multikey = multikeyOfDid(did)
  const key = multikey === null ? null : keyOfMultibase(multikey)
  if (key === null || (fragment !== null && fragment !== multikey)) return notFound('malformed')
  return { found: true, key, owner: ownerBy(did, issuer), ended: null }
}

/** Whom a document speaks for; an issuer that is only a number cannot have one. */
const ownerBy = (controller: string, issuer: string): Owner =>
  controller === issuer ? 'issuer' : canControl(issuer) ? 'another' : 'unknown'

const canControl = (id: string) => /^(did:|https?:\/\/)/i.test(id)

interface Named {
  name: string
  base: string
  /** The key that the fragment itself is. */
  own: PublicKey | null
  issuer: string
}

function listedKey(methods: Method[], { name, base, own, issuer }: Named, now: Date): KeyAnswer {
  const method = methods.find(({ id }) => id === name) ?? (name === base ? methods[0] : undefined)
  const key = method ? method.key : own
  if (!key) return notFound(method ? 'malformed' : 'missing')
  const isListed = method?.isForAssertions === true && method.controller === base
  const owner = isListed ? ownerBy(base, issuer) : 'another'
  return { found: true, key, owner, ended: method ? endOf(method, now) : null }
}

/** CID 1.0 §2.2: whoever checks at or after that time is not to rely on the key. */
function endOf({ revoked, expires }: Method, now: Date): 'revoked' | 'expired' | null {
  if (revoked !== undefined && (instantOf(revoked) ?? now) <= now) return 'revoked'
  return expires !== undefined && (instantOf(expires) ?? now) <= now ? 'expired' : null
}

/** The document of the controller does not say; a key in the name still proves what was signed. */
function unlisted(
  is: Exclude<Controller['is'], 'there'>,
  own: PublicKey | null,
  { base, issuer }: { base: string; issuer: string },
): KeyAnswer {
  if (is === 'gone') return notFound('missing')
  if (is === 'unknown-method') return notFound('unknown-method')
  if (own === null) return notFound(is === 'silent' ? 'unreachable' : 'missing')
  const isAnothers = ownerBy(base, issuer) === 'another'
  return { found: true, key: own, owner: isAnothers ? 'another' : 'unknown', ended: null }
}

/** An address at which one key stands: a JWK, a set of them, or a verification method by itself. */
async function bareKey(name: string, issuer: string, visit: Visit): Promise<KeyAnswer> {
  const answer = await jsonAt(name, visit)
  const content = answer.is === 'there' ? answer.content : null
  const key = isObject(content) ? keyIn(content, name) : null
  if (key === null) return notFound('missing')
  return ownedKey(key, issuer, visit, name)
}

function keyIn(content: Json, name: string): PublicKey | null {
  if (!Array.isArray(content['keys'])) return keyOfJwk(content) ?? keyOfMethod(content)
  const set = listOf(content['keys']).filter(isObject)
  const fragment = split(name)[1]
  const one = set.find(({ kid }) => kid === name || (fragment !== null && kid === fragment))
  return one ? keyOfJwk(one) : null
}

/**
 * Whose a key is that came without its controller: the header of a JWT can hold any key. It is the
 * issuer's when the issuer's document lists it, under this name or as the same key.
 */
export async function ownedKey(
  key: PublicKey,
  issuer: string,
  visit: Visit,
  name: string | null,
): Promise<KeyAnswer> {
  const controller = await controllerOf(issuer, visit)
  if (controller.is !== 'there') {
    const owner = name !== null && isBelow(name, issuer) ? 'issuer' : 'unknown'
    return { found: true, key, owner, ended: null }
  }
  const method = controller.methods.find((one) => one.key?.thumbprint === key.thumbprint)
  const isListed = method?.isForAssertions === true && method.controller === issuer
  const owner = isListed ? 'issuer' : 'another'
  return { found: true, key, owner, ended: method ? endOf(method, visit.now) : null }
}

/** What stands below the issuer's own address is the issuer's. */
const isBelow = (url: string, issuer: string) =>
  /^https:/i.test(issuer) && new URL(url).href.startsWith(`${issuer.replace(/\/$/, '')}/`)
