import type { BadgeData } from './badge-data.ts'
import type { Version } from './circumstances.ts'
import type { Finding } from './finding.ts'

/** What the check of one family of versions says. */
export interface Checked {
  version: Version | null
  findings: Finding[]
  badge: BadgeData | null
}
