import { markdownToHtml } from '#badges/markdown'
import type { BadgeData } from '#openbadges/badge-data'
import { fieldsOf } from './fields.ts'

/** An issuer as we know it. */
interface Issuer {
  name: string
  url: string
}

/** What a page shows of a badge that is in no wallet. Its issuer is named as we know it, if we do. */
export function describe(data: BadgeData, known: Issuer | null) {
  const { issuer, criteria, tags, ...fields } = fieldsOf(data)
  const { name, url } = known ?? issuer
  return {
    ...fields,
    skills: tags,
    criteriaHtml: markdownToHtml(criteria),
    issuer: { name, url, hostname: url === '' ? '' : new URL(url).host },
  }
}
