import { answers } from '#openbadges/answers'
import type { Version } from '#openbadges/circumstances'
import type { Finding } from '#openbadges/finding'
import { idOf, listOf, objectOf, type Json } from '#openbadges/json'
import { troubles } from './conformance.ts'
import { datesOf } from './dates.ts'
import { hostedIssuer, hostedProof } from './hosted.ts'
import { partAt, standsAt, type Visit } from './linked.ts'
import { upgrade } from './upgrade.ts'
import { isUrl } from './values.ts'

const answer = answers('endorsement', 'OB 2.0 "Endorsement"')

/** What others say may be much; what is said of it is for the reader, and need not be all. */
const most = 5

/** What others say of these documents. A wrong endorsement takes nothing from the badge itself. */
export async function endorsementsOf(documents: Json[], visit: Visit): Promise<Finding[]> {
  const links = documents.flatMap((document) =>
    listOf(document['endorsement']).map((link) => ({ link, of: idOf(document) })),
  )
  return Promise.all(links.slice(0, most).map(({ link, of }) => endorsementAt(link, of, visit)))
}

async function endorsementAt(link: unknown, of: string | null, visit: Visit): Promise<Finding> {
  const address = idOf(link)
  if (!isUrl(address)) return answer('unchecked', 'endorsement-not-hosted', 'It stands nowhere.')
  const standing = await standsAt(address, visit)
  if (standing.is === 'silent') return silent
  if (standing.is !== 'there') return wrong
  const endorsement = upgrade(standing.document, 'Endorsement', '2.0')
  if (claimed(endorsement) !== of)
    return answer('warning', 'endorsement-of-another', 'It endorses something else.')
  return summary(await endorsementFindings(endorsement, { address, received: endorsement }, visit))
}

const claimed = ({ claim }: Json) => idOf(objectOf(claim))

/** Everything about one endorsement, as if it were a badge itself (OB 2.0 "Endorsement"). */
export async function endorsementFindings(
  endorsement: Json,
  { address, received }: { address: string; received: Json },
  visit: Visit,
): Promise<Finding[]> {
  const standing = await standsAt(address, visit)
  const wanted = { name: 'Issuer' as const, version: '2.0' as Version }
  const issuer = await partAt(endorsement['issuer'], wanted, visit)
  return [
    ...troubles(endorsement, 'Endorsement', '2.0'),
    hostedProof(standing, received, endorsement),
    hostedIssuer([address], issuer, standing.is === 'there'),
    datesOf(endorsement, visit.now),
  ]
}

const silent = answer('unchecked', 'endorsement-unreachable', 'An endorsement did not answer.')

const wrong = answer('warning', 'endorsement-wrong', 'An endorsement does not hold.')

function summary(findings: Finding[]): Finding {
  if (findings.some(({ outcome }) => outcome === 'failed')) return wrong
  if (findings.some(({ outcome }) => outcome === 'unchecked')) return silent
  return answer('passed', 'endorsement-right', 'An endorsement stands where its author’s stand.')
}
