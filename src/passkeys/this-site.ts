import { config } from '#config'
import type { Learner } from '#accounts/credentials'

/** This site as authenticators know it. A passkey is bound to the host name and works nowhere else. */
export const thisSite = {
  id: new URL(config.siteUrl).hostname,
  name: 'Passport',
  origin: config.siteUrl,
}

/** Who an authenticator says a passkey is for: the account's random id, and nothing about the person. */
export const handleOf = ({ id }: Pick<Learner, 'id'>): Buffer<ArrayBuffer> => Buffer.from(id)
