import { config } from '#config'
import type { Provider } from '#generated/prisma/client'

export const providerNames = ['google', 'facebook'] as const

export type ProviderName = (typeof providerNames)[number]

/** What people call them. */
export const labelOf: Record<ProviderName, string> = { google: 'Google', facebook: 'Facebook' }

/** What the database calls them. */
export const stored = { google: 'GOOGLE', facebook: 'FACEBOOK' } satisfies Record<
  ProviderName,
  Provider
>

/** What it is called, by the database's name for it. */
export const storedLabel: Record<Provider, string> = {
  GOOGLE: labelOf.google,
  FACEBOOK: labelOf.facebook,
}

export const isSetUp = (name: ProviderName): boolean => config[name] !== undefined

/** Those that this site has an agreement with: no others are shown anywhere. */
export const offered = providerNames.filter(isSetUp).map((name) => ({ name, label: labelOf[name] }))
