import * as sealed from '#sealed'

const purpose = 'two-step'

// The secret of an app has to be read again at each login. It is encrypted for its account.

export const seal = (secret: Uint8Array, accountId: string) =>
  sealed.seal(secret, purpose, accountId)

/** Throws when it was changed, or sealed for another account or with another APP_SECRET. */
export const open = (secret: Uint8Array, accountId: string) =>
  sealed.open(secret, purpose, accountId)
