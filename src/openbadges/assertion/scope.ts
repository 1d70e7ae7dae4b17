import { isObject, listOf, textsOf, type Json } from '#openbadges/json'
import { hostOf } from './linked.ts'
import { isUrl } from './values.ts'

/**
 * Whether an issuer lets its badges stand at an address ("HostedBadge"): on one of its
 * `allowedOrigins`, which are hosts (by default the one of its `id`), and below one of `startsWith`.
 * Null where nothing can tell, since an issuer without an address could be anybody.
 */
export function isInScope(address: string, issuer: Json): boolean | null {
  const rules = listOf(issuer['verification']).find(isObject) ?? {}
  const hosts = hostsOf(rules, issuer)
  const starts = textsOf(rules['startsWith'])
  const isInside =
    (hosts.length === 0 || hosts.includes(hostOf(address))) &&
    (starts.length === 0 || starts.some((start) => address.startsWith(start))) &&
    textsOf(rules['verificationProperty']).every((property) => /^@?id$/.test(property))
  return isInside && !isUrl(issuer['id']) ? null : isInside
}

/** Host is compared with host: no ending and no part of a name will do. */
function hostsOf(rules: Json, { id }: Json): string[] {
  const origins = textsOf(rules['allowedOrigins'])
  if (origins.length === 0) return isUrl(id) ? [hostOf(id)] : []
  return origins.map((origin) =>
    /^https?:/i.test(origin) && URL.canParse(origin) ? hostOf(origin) : origin.toLowerCase(),
  )
}
