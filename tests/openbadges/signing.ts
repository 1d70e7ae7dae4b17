import { assertion, home, issuer, pemOf, rsa, signed, webWith, type Changes } from './awards.ts'

// One signed award of Open Badges 2.0.

export const keys = rsa()
export const keyId = `${home}/key.json`
export const listId = `${home}/revoked.json`

export const key = {
  '@context': 'https://w3id.org/openbadges/v2',
  type: 'CryptographicKey',
  id: keyId,
  owner: issuer.id,
  publicKeyPem: pemOf(keys.publicKey),
}

export const payload = {
  ...assertion,
  id: 'urn:uuid:2d391246-6e0d-4dab-906c-b29770bd7aa6',
  verification: { type: 'SignedBadge', creator: keyId },
}

export const jws = await signed(payload, keys.privateKey)

/** The issuer’s profile names a key and a list; each can be otherwise, the key away (`null`). */
export function signingWeb({
  profile = {},
  list,
  ...change
}: {
  profile?: Changes
  list?: unknown
  key?: Changes | null
}) {
  const web = webWith({ issuer: { publicKey: keyId, revocationList: listId, ...profile } })
  if (change.key !== null) web.stands(keyId, { ...key, ...change.key })
  web.stands(
    listId,
    list ?? { type: 'RevocationList', id: listId, issuer: issuer.id, revokedAssertions: [] },
  )
  return web
}
