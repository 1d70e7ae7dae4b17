import { createHmac } from 'node:crypto'
import {
  claimToken,
  confirmToken,
  newAddressToken,
  resetToken,
  unsubscribeToken,
} from '#accounts/tokens'
import { config } from '#config'
import { isSameSecret, key } from '#secrets'

const link = (path: string) => `${config.siteUrl}${path}`

// The links in our mails. Opening one changes nothing: its page has a button.

export const claimLink = (award: Parameters<typeof claimToken>[0]) =>
  link(`/claim/${claimToken(award)}`)

export const notMineLink = (award: Parameters<typeof claimToken>[0]) => `${claimLink(award)}/not-me`

export const confirmLink = (signUp: Parameters<typeof confirmToken>[0]) =>
  link(`/confirm-email/${confirmToken(signUp)}`)

export const newAddressLink = (waiting: Parameters<typeof newAddressToken>[0]) =>
  link(`/settings/addresses/confirm/${newAddressToken(waiting)}`)

export const resetLink = (reset: Parameters<typeof resetToken>[0]) =>
  link(`/reset-password/${resetToken(reset)}`)

export const unsubscribeLink = (award: Parameters<typeof unsubscribeToken>[0]) =>
  link(`/u/${unsubscribeToken(award)}`)

export type PictureSize = 160 | 320 | 640

/**
 * Where a mail finds a badge's picture. Whoever reads mail is not logged in, and the badge may not
 * be public, so the path itself shows that it came from us.
 */
export function picturePath(assertionId: string, size: PictureSize = 320): string {
  return `${pictureBase(assertionId)}-${size}.png`
}

/** The same without size and ending, for pages that choose their own. */
export const pictureBase = (assertionId: string) =>
  `/pictures/${assertionId}/${signature(assertionId)}`

export const pictureSignatureIsRight = (assertionId: string, given: string): boolean =>
  isSameSecret(given, signature(assertionId))

/** 128 bits. */
function signature(assertionId: string): string {
  return createHmac('sha256', key('mailed-picture')).update(assertionId).digest('hex').slice(0, 32)
}
