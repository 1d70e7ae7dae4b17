import { config } from '#config'

// Where issuers, what they award, and what their badges are checked with stand: machines read the
// addresses without an ending as Open Badges 3.0, and those in .json as 2.0.

export const issuerUrl = (issuerId: string) => `${config.siteUrl}/issuers/${issuerId}`

export const keyUrl = (issuerId: string, keyId: string) => `${issuerUrl(issuerId)}/keys/${keyId}`

export const statusListUrl = (issuerId: string, listId: string) =>
  `${issuerUrl(issuerId)}/status/${listId}`

export const revocationsUrl = (issuerId: string) => `${issuerUrl(issuerId)}/revocations`

export const achievementUrl = (achievementId: string) =>
  `${config.siteUrl}/achievements/${achievementId}`

export const achievementImageUrl = (achievementId: string) =>
  `${achievementUrl(achievementId)}/badge-640.png`
