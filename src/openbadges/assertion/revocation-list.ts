import { answers } from '#openbadges/answers'
import type { Finding } from '#openbadges/finding'
import { idOf, isObject, listOf, textOf, type Json } from '#openbadges/json'
import { standsAt, type Visit } from './linked.ts'
import { isUrl } from './values.ts'

const answer = answers('status', 'OB 2.0 "Revocation List"')

/** Whether the issuer's list names a signed assertion. */
export async function signedStatus(
  assertion: Json,
  issuer: Json | null,
  visit: Visit,
): Promise<Finding> {
  const address = idOf(issuer?.['revocationList'])
  if (issuer === null)
    return answer(
      'unchecked',
      'status-unreachable',
      'Without the issuer’s profile there is no list.',
    )
  if (!isUrl(address))
    return answer('unchecked', 'status-not-given', 'The issuer names no list of what it revoked.')
  const standing = await standsAt(address, visit)
  switch (standing.is) {
    case 'silent':
      return answer('unchecked', 'status-unreachable', 'The list did not answer.')
    case 'absent':
    case 'revoked':
      return answer('unchecked', 'status-list-missing', 'There is no list where it should be.')
    case 'there':
      return listed(standing.document, namesOf(assertion))
  }
}

/** The `id`, and the `uid` of before 2.0. */
const namesOf = ({ id, uid }: Json): string[] =>
  [id, uid].flatMap((name) => (typeof name === 'string' && name !== '' ? [name] : []))

function listed(list: Json, names: string[]): Finding {
  const entry = entriesOf(list)?.find(({ name }) => names.includes(name))
  if (entry)
    return answer('failed', 'revoked', 'The issuer has revoked the badge.', {
      ...(entry.reason !== null && { reason: entry.reason }),
    })
  return entriesOf(list)
    ? answer('passed', 'not-revoked', 'The issuer’s list does not name the badge.')
    : answer('unchecked', 'status-list-wrong', 'What stands there is no list.')
}

interface Entry {
  name: string
  reason: string | null
}

/** Names alone, or objects with one; before 2.0 the list was an object of names and reasons. */
function entriesOf(list: Json): Entry[] | null {
  const { revokedAssertions } = list
  if (revokedAssertions !== undefined) return listOf(revokedAssertions).flatMap(entryOf)
  if (list['type'] !== undefined || list['@context'] !== undefined) return null
  return Object.entries(list).map(([name, reason]) => ({ name, reason: textOf(reason) }))
}

function entryOf(entry: unknown): Entry[] {
  if (typeof entry === 'string') return [{ name: entry, reason: null }]
  if (!isObject(entry) || entry['revoked'] === false) return []
  return [entry['id'], entry['uid']].flatMap((name) =>
    typeof name === 'string' ? [{ name, reason: textOf(entry['revocationReason']) }] : [],
  )
}
