import { config } from '#config'
import { guardedFetch } from './fetch-document.ts'

/** How this installation asks others, by its settings. */
export const fetchElsewhere = guardedFetch({
  allowedHosts: config.fetchHosts,
  userAgent: `Badge Passport (+${config.siteUrl})`,
})
