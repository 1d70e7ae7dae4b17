import type { BadgeData } from '#openbadges/badge-data'
import type { Checked } from '#openbadges/checked'
import type { FetchDocument } from '#openbadges/fetch-document'
import type { Finding } from '#openbadges/finding'
import { isObject, type Json } from '#openbadges/json'
import type { ReceivedBadge } from '#openbadges/received-badge'
import { awardOf, type Award } from './award.ts'
import { allRight } from './conformance.ts'
import { dataOf } from './data.ts'
import { datesOf, datesUnknown } from './dates.ts'
import { endorsementsOf } from './endorsements.ts'
import type { Part, Visit } from './linked.ts'
import { partTroubles } from './parts.ts'
import { pictureTroubles } from './pictures.ts'
import { recipientFinding, recipientUnknown } from './recipient.ts'
import { upgrade } from './upgrade.ts'

/** An Assertion of any version before 3.0. */
export async function checkAward(
  received: ReceivedBadge,
  document: Json,
  visit: Visit,
  fetchDocument: FetchDocument,
): Promise<Checked> {
  const copy = upgrade(document, 'Assertion', received.version)
  const award = await awardOf(received, copy, visit)
  const wrong = [
    ...award.troubles,
    ...partTroubles(award.parts.badge, 'BadgeClass'),
    ...partTroubles(award.parts.issuer, 'Issuer'),
    ...(await pictureTroubles(documentsOf(award), fetchDocument)),
  ]
  return {
    version: received.version,
    findings: [
      ...(wrong.length > 0 ? wrong : [allRight(award.version)]),
      ...award.findings,
      ...(await ofTheAssertion(award, visit)),
    ],
    badge: dataOfAward(award),
  }
}

/** What a copy says of itself without proof is no answer. */
async function ofTheAssertion(award: Award, visit: Visit): Promise<Finding[]> {
  const { assertion, isProven } = award
  if (!isProven) return [datesUnknown, recipientUnknown]
  return [
    datesOf(assertion, visit.now),
    recipientFinding(assertion, visit.recipients),
    ...(await endorsementsOf(documentsOf(award), visit)),
  ]
}

const documentsOf = ({ assertion, parts }: Award): Json[] =>
  [assertion, documentOf(parts.badge), documentOf(parts.issuer)].filter(isObject)

const documentOf = (part: Part): Json | null => (part.is === 'there' ? part.document : null)

/** Nothing of an unproven copy; of what was revoked what its class still says. */
function dataOfAward({ assertion, parts, isProven, isRevoked }: Award): BadgeData | null {
  const badge = documentOf(parts.badge)
  if (badge === null || !(isProven || isRevoked)) return null
  return dataOf(assertion, badge, documentOf(parts.issuer))
}
