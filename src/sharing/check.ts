import type { BadgeFacts } from '#badges/facts'
import { day } from '#dates'

/** Yes, no, look at this, or not known. A missing answer is never a yes. */
type Outcome = 'yes' | 'no' | 'look' | 'unknown'

interface Line {
  outcome: Outcome
  label: string
  text: string
}

/** Whose name the page may show, and who says that it is the recipient's. */
export interface Person {
  name: string
  by: 'issuer' | 'learner'
}

/** What an employer is told: the band first, then each question with its own answer. */
export function check(badge: BadgeFacts, person: Person | null) {
  return {
    band: band(badge),
    lines: [issuer(badge), unchanged(badge), notTakenBack(badge), dates(badge), whose(person)],
  }
}

function band({ validity, issuer }: BadgeFacts) {
  const on = validity.on ? day(validity.on) : ''
  switch (validity.state) {
    case 'revoked':
      return {
        tone: 'bad',
        heading: `Not valid: taken back by the issuer on ${on}`,
        text: 'Do not rely on this badge.',
      }
    case 'expired':
      return {
        tone: 'warn',
        heading: 'Verified, but expired',
        text: `Expired on ${on}. The badge was real and valid until this date.`,
      }
    case 'not-yet':
      return {
        tone: 'warn',
        heading: 'Verified, but not valid yet',
        text: `This badge starts on ${on}.`,
      }
    case 'soon':
      return {
        tone: 'good',
        heading: 'Verified',
        text: `${issuer.name} awarded this badge. It ends on ${on}.`,
      }
    case 'valid':
      return {
        tone: 'good',
        heading: 'Verified',
        text: `${issuer.name} awarded this badge, and it is valid.`,
      }
  }
}

// Only the operator of this site makes issuers, so an issuer of ours is a known one.
function issuer({ issuer: { name, hostname } }: BadgeFacts): Line {
  return { outcome: 'yes', label: 'Issuer', text: `We know this issuer: ${name}, ${hostname}.` }
}

function unchanged({ issuer: { name } }: BadgeFacts): Line {
  return {
    outcome: 'yes',
    label: 'Not changed',
    text: `This is the record that ${name} made here. The person who has the badge cannot change it.`,
  }
}

function notTakenBack({ validity }: BadgeFacts): Line {
  const label = 'Not taken back'
  if (validity.state !== 'revoked')
    return { outcome: 'yes', label, text: 'The issuer has not taken it back.' }
  const on = validity.on ? ` on ${day(validity.on)}` : ''
  return {
    outcome: 'no',
    label,
    text: `Taken back${on}. Reason: ${validity.reason ?? 'not given'}.`,
  }
}

function dates({ issuedOn, expiresOn, validity }: BadgeFacts): Line {
  const issued = `Issued ${day(issuedOn)}.`
  const end = expiresOn ? `Valid until ${day(expiresOn)}.` : 'No end date.'
  if (validity.state === 'not-yet')
    return { outcome: 'look', label: 'Dates', text: `Not valid before ${day(issuedOn)}.` }
  if (validity.state === 'expired' && expiresOn) {
    return { outcome: 'look', label: 'Dates', text: `${issued} Expired on ${day(expiresOn)}.` }
  }
  return { outcome: 'yes', label: 'Dates', text: `${issued} ${end}` }
}

function whose(person: Person | null): Line {
  const label = 'Person'
  if (!person) return { outcome: 'unknown', label, text: 'The learner has not shown a name.' }
  if (person.by === 'issuer') {
    return {
      outcome: 'yes',
      label,
      text: `Awarded to ${person.name}, as confirmed by email in Passport.`,
    }
  }
  return {
    outcome: 'look',
    label,
    text: `The learner’s name in Passport is ${person.name}. The issuer gave no name.`,
  }
}
