/**
 * Where an issuer is at home, by its `id`: the address itself, or the host of a did:web (§3.2 there).
 * Whether it is an address at all is for the caller to see.
 */
export function issuerHome(id: string): string {
  const host = /^did:web:([^:#?/]+)/.exec(id)?.[1]
  return host === undefined ? id : `https://${host.replace(/%3a/i, ':')}`
}
