import { answers } from '#openbadges/answers'
import type { Checked } from '#openbadges/checked'
import type { FetchDocument } from '#openbadges/fetch-document'
import type { Finding } from '#openbadges/finding'
import type { Json } from '#openbadges/json'
import type { ReceivedBadge } from '#openbadges/received-badge'
import type { Class } from './classes.ts'
import { troubles } from './conformance.ts'
import { endorsementFindings, endorsementsOf } from './endorsements.ts'
import { hostedProof } from './hosted.ts'
import { partAt, standsAt, type Part, type Visit } from './linked.ts'
import { partTroubles } from './parts.ts'
import { pictureTroubles } from './pictures.ts'
import { isInScope } from './scope.ts'
import { upgrade } from './upgrade.ts'
import { isUrl } from './values.ts'

const proof = answers('proof', 'OB 2.0 "Data Validation"')
const issuer = answers('issuer', 'OB 2.0 "Data Validation"')

/** A document that belongs to badges and is none: nobody was awarded anything. */
export async function checkPart(
  { version }: ReceivedBadge,
  { document, name }: { document: Json; name: Exclude<Class, 'Assertion'> },
  visit: Visit,
  fetchDocument: FetchDocument,
): Promise<Checked> {
  const part = upgrade(document, name, version)
  const findings =
    name === 'Endorsement'
      ? await endorsed(part, visit)
      : [
          ...troubles(part, name, version),
          ...(await pictureTroubles([part], fetchDocument)),
          await standsThere(part, visit),
          ...(name === 'BadgeClass' ? await issued(part, { version, name: 'Issuer' }, visit) : []),
          ...(await endorsementsOf([part], visit)),
        ]
  return { version, findings: [notAwarded(name), ...findings], badge: null }
}

const notAwarded = (name: Class) =>
  answers('conformance', 'OB 2.0')(
    'warning',
    'not-awarded',
    `This is ${name === 'BadgeClass' ? 'the description of a badge' : `an ${name}`}: nothing that somebody was awarded.`,
    { part: name },
  )

async function endorsed(endorsement: Json, visit: Visit): Promise<Finding[]> {
  const { id: address } = endorsement
  if (!isUrl(address)) return [...troubles(endorsement, 'Endorsement', '2.0'), nowhere]
  return endorsementFindings(endorsement, { address, received: endorsement }, visit)
}

const nowhere = proof('unchecked', 'proof-missing', 'It has no address at which to compare it.')

async function standsThere(part: Json, visit: Visit): Promise<Finding> {
  if (!isUrl(part['id'])) return nowhere
  const standing = await standsAt(part['id'], visit)
  return hostedProof(standing, part, standing.is === 'there' ? standing.document : part)
}

/** Whoever describes a badge may name any issuer; only its own host can speak for it. */
async function issued(
  badge: Json,
  wanted: Parameters<typeof partAt>[1],
  visit: Visit,
): Promise<Finding[]> {
  const profile = await partAt(badge['issuer'], wanted, visit)
  return [...partTroubles(profile, 'Issuer'), issuedBy(badge, profile)]
}

const issuedBy = ({ id }: Json, profile: Part): Finding =>
  isUrl(id) && profile.is === 'there' && isInScope(id, profile.document) === true
    ? issuer('passed', 'issuer-proven', 'It stands where this issuer’s badges stand.')
    : issuer(
        'unchecked',
        'issuer-not-proven',
        'Nothing shows that the issuer described this badge.',
      )
