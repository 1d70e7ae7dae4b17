import { day } from '#dates'
import type { Finding } from '#openbadges/finding'
import { about, issuerName, worst, type Answer, type Asked } from './line.ts'

// Whether the badge still holds, whose it is, and what came with it.

export function status(asked: Asked): Answer {
  const answer = about('Not taken back')
  if (asked.revoked) return takenBack(asked.revoked.on, asked.revoked.reason)
  const found = worst(asked.findings, 'status')
  if (found?.outcome === 'failed') return statusFailed(asked, found)
  if (found?.outcome === 'passed' || found?.outcome === 'warning')
    return answer('yes', 'verified', 'The issuer has not taken it back.')
  return statusUnknown(found?.code)
}

function statusUnknown(code: string | undefined): Answer {
  const answer = about('Not taken back')
  if (code === 'status-not-given')
    return answer('unknown', 'issuer', 'The issuer gives no list to check.')
  if (code === 'status-not-asked')
    return answer('unknown', 'unchecked', 'We did not ask: the badge itself does not hold.')
  return answer('unknown', 'unchecked', 'The list did not answer.')
}

function statusFailed(asked: Asked, { code, facts }: Finding): Answer {
  const answer = about('Not taken back')
  if (code.startsWith('revoked')) return takenBack(takenBackAt(asked), facts?.['reason'] ?? null)
  if (code === 'suspended') {
    const words = `${issuerName(asked)} has paused this badge. It may become valid again.`
    return answer('look', 'paused', words)
  }
  return answer('unknown', 'unchecked', 'The list of the issuer cannot be relied on.')
}

/** Since when, as far as somebody said. */
export const takenBackAt = ({ revoked, findings }: Asked): Date | null =>
  revoked?.on ?? instant(worst(findings, 'status')?.facts?.['revokedAt'])

function takenBack(on: Date | null, reason: string | null): Answer {
  const when = on ? ` on ${day(on)}` : ''
  const words = `Taken back${when}. Reason: ${reason ?? 'not given'}.`
  return about('Not taken back')('no', 'revoked', words)
}

/** Asked of the clock, not of the check: that may be of yesterday. */
export function dates(asked: Asked): Answer {
  const answer = about('Dates')
  const found = worst(asked.findings, 'dates')
  if (!found || found.outcome === 'unchecked' || !asked.badge)
    return answer('unknown', 'unchecked', 'The badge gives no date that we can read.')
  if (found.outcome === 'failed' && !ofTheClock.has(found.code))
    return answer('no', 'damaged', 'The dates of the badge contradict each other.')
  return byTheClock(asked)
}

function byTheClock(asked: Asked): Answer {
  const answer = about('Dates')
  const { issued, starts, ends } = datesOf(asked)
  const given = issued ? `Issued ${day(issued)}.` : 'It does not say when it was issued.'
  if (ends && ends <= asked.now)
    return answer('look', 'expired', `${given} Expired on ${day(ends)}.`)
  if (starts && starts > asked.now)
    return answer('look', 'not-yet', `Not valid before ${day(starts)}.`)
  return answer(
    'yes',
    'verified',
    `${given} ${ends ? `Valid until ${day(ends)}.` : 'No end date.'}`,
  )
}

/** What another moment answers otherwise. */
const ofTheClock = new Set(['in-time', 'expired', 'not-yet-valid'])

export function datesOf({ badge }: Asked) {
  return {
    issued: instant(badge?.issuedOn ?? badge?.validFrom),
    starts: instant(badge?.validFrom ?? badge?.issuedOn),
    ends: instant(badge?.expiresOn),
  }
}

function instant(text: string | null | undefined): Date | null {
  const date = new Date(text ?? Number.NaN)
  return Number.isNaN(+date) ? null : date
}

export function person({ person: whose, badge }: Asked): Answer {
  const answer = about('Person')
  switch (whose.is) {
    case 'confirmed':
      return answer(
        'yes',
        'verified',
        `Awarded to ${whose.name}, as confirmed by email in Passport.`,
      )
    case 'me':
      return answer('yes', 'verified', `It names your address ${whose.address}.`)
    case 'self-named':
      return answer(
        'look',
        'verified',
        `The learner’s name in Passport is ${whose.name}. The issuer gave no name.`,
      )
    case 'hidden':
      return answer('unknown', 'verified', 'The learner has not shown a name.')
    case 'another':
      return answer('look', 'another', 'Nothing shows that it was given to whoever added it here.')
    case 'unknown': {
      const named = badge?.recipientName
        ? `It says that it was awarded to ${badge.recipientName}. `
        : ''
      return answer('unknown', 'verified', `${named}We do not know who shows it to you.`)
    }
  }
}

export function picture({ findings }: Asked): Answer {
  const answer = about('Picture')
  const found = worst(findings, 'picture')
  if (found?.outcome === 'passed')
    return answer('yes', 'verified', 'Same data inside the picture file.')
  if (found?.outcome === 'failed' || found?.outcome === 'warning')
    return answer('look', 'verified', 'The data inside the picture file is not as it should be.')
  return answer('unknown', 'verified', 'It did not come as a picture file with data inside.')
}

/** A badge that its issuer renews is looked at in its newest form; most are not of that kind. */
export function refreshed({ findings }: Asked): Answer[] {
  const answer = about('Newest version')
  switch (worst(findings, 'refresh')?.outcome) {
    case 'passed':
      return [answer('yes', 'verified', 'This is the newest version of the badge.')]
    case 'warning':
      return [answer('look', 'verified', 'The issuer may have a newer version.')]
    case 'failed':
    case 'unchecked':
      return [answer('unknown', 'unchecked', 'We could not look for a newer version.')]
    case undefined:
      return []
  }
}

/** What others say about the badge, where somebody does. */
export function endorsements({ findings }: Asked): Answer[] {
  const answer = about('Endorsements')
  switch (worst(findings, 'endorsement')?.outcome) {
    case 'passed':
      return [
        answer('yes', 'verified', 'Others vouch for this badge, and their words were not changed.'),
      ]
    case 'warning':
    case 'failed':
      return [
        answer('look', 'unchecked', 'It says that others vouch for it, but that does not hold.'),
      ]
    case 'unchecked':
      return [answer('unknown', 'verified', 'We could not check who vouches for this badge.')]
    case undefined:
      return []
  }
}
