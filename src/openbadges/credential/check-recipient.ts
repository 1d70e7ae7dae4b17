import { answers } from '#openbadges/answers'
import type { RecipientIdentifier } from '#openbadges/badge-data'
import type { Finding } from '#openbadges/finding'
import { namedBy } from '#openbadges/identity-hash'
import { isObject, listOf, type Json } from '#openbadges/json'
import { subjectOf } from './envelope.ts'

const answer = answers('recipient', 'OB 3.0 §9.1 step 5, §9.3')

/** Whether it was awarded to somebody who has one of these addresses. */
export function checkRecipient(credential: Json, recipients: readonly string[] | null): Finding {
  if (recipients === null) return notGiven
  const emails = recipientsOf(credential).filter(({ type }) => type === 'email')
  for (const identifier of emails) {
    const address = namedBy(identifier, recipients)
    if (address !== null) return matches(address)
  }
  return emails.length > 0 ? differs : notComparable
}

const notGiven = answer('unchecked', 'recipient-not-given', 'Nobody was named to compare with.')

const matches = (address: string) =>
  answer('passed', 'recipient-matches', 'It was awarded to this person.', { address })

const differs = answer('failed', 'recipient-differs', 'It was awarded to another address.')

const notComparable = answer(
  'unchecked',
  'recipient-not-comparable',
  'It names no email address, so it cannot be compared with one.',
)

/** All that says who earned it: `identifier`, and an `id` that is an address. */
export function recipientsOf(credential: Json): RecipientIdentifier[] {
  const subject = subjectOf(credential)
  if (!subject) return []
  const { id } = subject
  const mail = typeof id === 'string' && /^mailto:/i.test(id) ? id.slice('mailto:'.length) : null
  return [
    ...(mail === null ? [] : [{ type: 'email', value: mail, isHashed: false, salt: '' }]),
    ...listOf(subject['identifier']).filter(isObject).flatMap(identifier),
  ]
}

function identifier({ identityType, identityHash, hashed, salt }: Json): RecipientIdentifier[] {
  if (typeof identityHash !== 'string') return []
  const type = typeof identityType === 'string' ? identityType : ''
  return [
    {
      type: type === 'emailAddress' ? 'email' : type,
      value: identityHash,
      isHashed: hashed === true,
      salt: typeof salt === 'string' ? salt : '',
    },
  ]
}
