import { hostnameOf } from '#badges/facts'
import { config } from '#config'
import { db } from '#db'
import type { Verdict } from '#openbadges/check'

const ours = new RegExp(
  `^${config.siteUrl.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}/issuers/([a-z0-9]{25})(?:\\.json)?$`,
)

/** The id that an issuer of this site would have, from the address by which a badge names it. */
export const ourIssuerId = (id: string | null | undefined): string | null =>
  ours.exec(id ?? '')?.[1] ?? null

/** The issuer that a badge names, if this site made it; whether it really issued the badge is the check's to say. */
export async function findOurIssuer({ badge }: Verdict) {
  const id = ourIssuerId(badge?.issuer.id)
  const found = id === null ? null : await db.issuer.findUnique({ where: { id } })
  if (!found || found.foreignId !== null) return null
  const { name, url } = found
  return { name, url, hostname: hostnameOf(url) }
}
