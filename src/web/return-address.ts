import { config } from '#config'

/** Where to go after logging in: a path of this site, whatever was asked for; else Home. */
export function returnAddress(asked: string | undefined): string {
  if (!asked?.startsWith('/') || /[\\\p{Cc}]/u.test(asked)) return '/home'
  const target = URL.canParse(asked, config.siteUrl) ? new URL(asked, config.siteUrl) : null
  if (target?.origin !== config.siteUrl || target.pathname.startsWith('//')) return '/home'
  return target.pathname + target.search
}
