import { answers } from '#openbadges/answers'
import type { Version } from '#openbadges/circumstances'
import type { Finding } from '#openbadges/finding'
import type { Json } from '#openbadges/json'
import type { Class } from './classes.ts'
import { troubles } from './conformance.ts'
import { partAt, type Part, type ThereIs, type Visit } from './linked.ts'

/** What an assertion is made of beside itself. */
export interface Parts {
  badge: Part
  issuer: Part
}

export async function partsOf(assertion: Json, version: Version, visit: Visit): Promise<Parts> {
  const badge = await partAt(assertion['badge'], { name: 'BadgeClass', version }, visit)
  return { badge, issuer: await issuerOf(badge, visit) }
}

/** Who defined the badge; that is who awards it. */
export async function issuerOf(badge: Part, visit: Visit): Promise<Part> {
  if (badge.is !== 'there') return badge.is === 'silent' ? badge : { is: 'unnamed' }
  const { document, version } = badge
  return partAt(document['issuer'], { name: 'Issuer', version }, visit)
}

const answer = answers('conformance', 'OB 2.0 "Data Validation"')

/** What is wrong with a part, or with where it is: all that is asked for must be there. */
export function partTroubles(part: Part, name: Class): Finding[] {
  switch (part.is) {
    case 'there':
      return [...troubles(part.document, name, part.version), ...renamed(part, name)]
    case 'absent':
      return [
        answer('failed', 'part-not-found', `There is no ${name} where it should be.`, {
          part: name,
        }),
      ]
    case 'silent':
      return [
        answer('unchecked', 'part-unreachable', `The ${name} did not answer.`, { part: name }),
      ]
    case 'unnamed':
      // That the link is missing is said of the member already.
      return []
  }
}

function renamed({ stands }: ThereIs, name: Class): Finding[] {
  if (stands === 'inside' || stands === 'there') return []
  return [
    answer('warning', 'id-differs', `The ${name} calls itself by another address than its own.`, {
      part: name,
    }),
  ]
}
