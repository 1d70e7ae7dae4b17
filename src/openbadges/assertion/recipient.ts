import { answers } from '#openbadges/answers'
import type { RecipientIdentifier } from '#openbadges/badge-data'
import type { Finding } from '#openbadges/finding'
import { namedBy } from '#openbadges/identity-hash'
import { isObject, textOf, type Json } from '#openbadges/json'

const answer = answers('recipient', 'OB 2.0 "IdentityObject"')

/** Whom the assertion names, and in which way. */
export function recipientOf({ recipient }: Json): RecipientIdentifier | null {
  if (!isObject(recipient) || typeof recipient['identity'] !== 'string') return null
  return {
    type: textOf(recipient['type']) ?? 'email',
    value: recipient['identity'],
    isHashed: recipient['hashed'] === true,
    salt: textOf(recipient['salt']) ?? '',
  }
}

/** Whether it was awarded to one of these addresses. */
export function recipientFinding(assertion: Json, known: readonly string[] | null): Finding {
  const recipient = recipientOf(assertion)
  if (known === null || known.length === 0) return recipientNotGiven
  if (recipient?.type !== 'email')
    return answer('unchecked', 'recipient-of-other-kind', 'It does not name an email address.')
  const name = namedBy(recipient, known)
  return name === null
    ? answer('failed', 'recipient-differs', 'It names none of the addresses that were given.')
    : answer('passed', 'recipient-matches', 'It names one of the addresses that were given.', {
        identifier: name,
      })
}

export const recipientNotGiven = answer(
  'unchecked',
  'recipient-not-given',
  'Nobody said whose badge it should be.',
)

export const recipientUnknown = answer(
  'unchecked',
  'recipient-not-proven',
  'Nothing shows that the recipient in this copy is that of the badge.',
)
