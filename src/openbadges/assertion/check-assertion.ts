import { answers } from '#openbadges/answers'
import type { Checked } from '#openbadges/checked'
import type { Circumstances } from '#openbadges/circumstances'
import { visitOf } from '#openbadges/credential/visit'
import { objectOf, typesOf, type Json } from '#openbadges/json'
import type { ReceivedBadge } from '#openbadges/received-badge'
import { checkAward } from './check-award.ts'
import { checkPart } from './check-part.ts'
import type { Class } from './classes.ts'
import { classOfType } from './conformance.ts'

/** Open Badges 0.5 to 2.0: assertions, and what belongs to them. */
export async function checkAssertion(
  received: ReceivedBadge,
  circumstances: Circumstances,
): Promise<Checked> {
  const document = objectOf(received.document) ?? {}
  const name = classOf(document)
  const { version } = received
  if (name === null) return { version, findings: [typeWrong], badge: null }
  const visit = visitOf(circumstances)
  const { fetchDocument } = circumstances
  return name === 'Assertion'
    ? checkAward(received, document, visit, fetchDocument)
    : checkPart(received, { document, name }, visit, fetchDocument)
}

/** By its type; before 1.1 there was none, and its members have to tell. */
function classOf(document: Json): Class | null {
  const types = typesOf(document)
  if (types.length > 0) return types.map(classOfType).find((name) => name !== null) ?? null
  const has = (...members: string[]) => members.every((member) => document[member] !== undefined)
  if (has('recipient') || has('badge') || has('revoked') || has('verify')) return 'Assertion'
  if (has('claim')) return 'Endorsement'
  return has('criteria', 'issuer') ? 'BadgeClass' : has('name', 'url') ? 'Issuer' : null
}

const typeWrong = answers('conformance', 'OB 2.0 "Data Validation"')(
  'failed',
  'type-wrong',
  'It is of no type that Open Badges knows.',
)
