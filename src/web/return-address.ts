import { config } from '#config'
import { shortText } from './forms.ts'

/** Where to go after logging in: a path of this site, whatever was asked for; else Home. */
export function returnAddress(asked: string | undefined): string {
  if (!asked?.startsWith('/') || /[\\\p{Cc}]/u.test(asked)) return '/home'
  const target = URL.canParse(asked, config.siteUrl) ? new URL(asked, config.siteUrl) : null
  if (target?.origin !== config.siteUrl || target.pathname.startsWith('//')) return '/home'
  return target.pathname + target.search
}

/** The badge that a visitor came for, and the page that wanted a login. */
export interface Asked {
  claim: string | undefined
  next: string | undefined
}

/** Read from the query of a page or the hidden fields of its form. */
export const askedFor = (from: unknown): Asked => ({
  claim: shortText(from, 'claim'),
  next: shortText(from, 'next'),
})

const aToken = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** Where that leads: to the badge's claim page, which goes on to Home for its recipient, or to the page. */
export function destination(from: unknown): string {
  const { claim, next } = askedFor(from)
  return claim !== undefined && aToken.test(claim) ? `/claim/${claim}` : returnAddress(next)
}

/** The badge's token in such a path. */
export const claimIn = (to: string): string | undefined => /^\/claim\/([^/?]+)$/.exec(to)?.[1]

/** The same as a query, for the next page on the way in. */
export function asQuery(to: string): string {
  const claim = claimIn(to)
  return claim === undefined ? `?next=${encodeURIComponent(to)}` : `?claim=${claim}`
}
