import { answers } from '#openbadges/answers'
import type { Version } from '#openbadges/circumstances'
import type { Finding } from '#openbadges/finding'
import { typesOf, type Json } from '#openbadges/json'
import { classes, type Class, type Member } from './classes.ts'
import { wrongExtensions } from './extensions.ts'

const answer = answers('conformance', 'OB 2.0 "Data Validation"')

/** What is wrong with a document of this class; nothing where it is as it should be. */
export function troubles(document: Json, name: Class, version: Version): Finding[] {
  const wrongType = typeTrouble(document, name)
  if (wrongType) return [wrongType]
  return [
    ...Object.entries(classes[name]).flatMap(([member, { is, need }]) =>
      memberTrouble(`${name}.${member}`, document[member], { is, need: needed(need, version) }),
    ),
    ...wrongExtensions(document).map((member) =>
      answer('failed', 'extension-wrong', `An extension does not keep to its own schema.`, {
        member: `${name}.${member}`,
      }),
    ),
  ]
}

export const allRight = (version: Version) =>
  answer('passed', 'members-right', `All that Open Badges ${version} asks for is there.`)

/** What came with 2.0 is not asked of what is older. */
const needed = (need: Member['need'], version: Version): Member['need'] =>
  need === 'newer' ? (version === '2.0' ? 'always' : undefined) : need

function memberTrouble(member: string, value: unknown, { is, need }: Member): Finding[] {
  if (value !== undefined && value !== null)
    return is(value)
      ? []
      : [answer('failed', 'member-wrong', `${member} is not what it should be.`, { member })]
  if (need === 'always')
    return [answer('failed', 'member-missing', `${member} is missing.`, { member })]
  return need === 'wished'
    ? [answer('warning', 'member-wished', `${member} is missing.`, { member })]
    : []
}

/** The classes of the 2.0 context, with what was renamed. */
const names = new Set([
  ...['Assertion', 'BadgeClass', 'Issuer', 'Profile', 'Endorsement', 'Criteria', 'Evidence'],
  ...['Extension', 'Image', 'IdentityObject', 'VerificationObject', 'AlignmentObject'],
  ...['CryptographicKey', 'RevocationList', 'HostedBadge', 'SignedBadge'],
])

/** Every type is one that the context has, or says by itself what it is; one of them is this class. */
function typeTrouble(document: Json, name: Class): Finding | null {
  const types = typesOf(document)
  const isKnown = types.every((type) => names.has(type) || type.includes(':'))
  if (isKnown && types.some((type) => classOfType(type) === name)) return null
  return answer('failed', 'type-wrong', `The type is not that of ${article[name]}.`, {
    member: `${name}.type`,
  })
}

const article: Record<Class, string> = {
  Assertion: 'an Assertion',
  BadgeClass: 'a BadgeClass',
  Issuer: 'an Issuer',
  Endorsement: 'an Endorsement',
}

/** `BadgeClass`, `obi:BadgeClass`, or its whole address; a Profile that issues is an Issuer. */
export function classOfType(type: string): Class | null {
  const name = type.replace(/^(obi:|https:\/\/w3id\.org\/openbadges#)/, '')
  if (name === 'Profile') return 'Issuer'
  return Object.hasOwn(classes, name) ? (name as Class) : null
}
