import { markdownToHtml } from '#badges/markdown'
import type { BadgeData } from '#openbadges/badge-data'
import { fieldsOf } from './fields.ts'

/** What a page shows of a badge that is in no wallet. */
export function describe(data: BadgeData) {
  const { issuer, criteria, tags, ...fields } = fieldsOf(data)
  const { name, url } = issuer
  return {
    ...fields,
    skills: tags,
    criteriaHtml: markdownToHtml(criteria),
    issuer: { name, url, hostname: url === '' ? '' : new URL(url).host },
  }
}
