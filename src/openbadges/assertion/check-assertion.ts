import type { Circumstances } from '#openbadges/circumstances'
import type { Checked } from '#openbadges/checked'
import type { ReceivedBadge } from '#openbadges/received-badge'

/** Open Badges 0.5 to 2.0. */
export function checkAssertion(_badge: ReceivedBadge, _in: Circumstances): Promise<Checked> {
  return Promise.resolve({ version: '2.0', findings: [], badge: null })
}
