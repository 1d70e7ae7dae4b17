import { day } from '#dates'
import { days } from '#durations'
import {
  issuerDomain,
  issuerName,
  ranks,
  worst,
  type Answer,
  type Asked,
  type Rank,
} from './line.ts'
import { datesOf, takenBackAt } from './other-lines.ts'

export interface Band {
  tone: 'good' | 'warn' | 'bad' | 'unknown'
  heading: string
  text: string
}

/** The band is that of the worst line. */
export function bandOf(answers: Answer[], asked: Asked): Band {
  const rank = worstOf(answers)
  const [tone, heading, text] = words[rank](asked)
  const why = answers.find((answer) => answer.rank === rank)?.why
  return { tone, ...(why ?? { heading, text }) }
}

const worstOf = (answers: Answer[]): Rank =>
  ranks.findLast((rank) => answers.some((answer) => answer.rank === rank)) ?? 'unchecked'

type Words = (asked: Asked) => [Band['tone'], heading: string, text: string]

const doNotRely = 'Do not rely on this badge.'

const words: Record<Rank, Words> = {
  verified: (asked) => [
    'good',
    'Verified',
    `${issuerName(asked)} awarded this badge${ending(asked)}`,
  ],
  'not-yet': (asked) => ['warn', 'Verified, but not valid yet', dated(asked) ?? ''],
  expired: (asked) => [
    ...(['warn', 'Verified, but expired'] as const),
    `${dated(asked) ?? ''} The badge was real and valid until this date.`,
  ],
  issuer: (asked) => [
    ...(['warn', 'Check the issuer yourself'] as const),
    sentences(whoIs(asked), 'Decide if you trust it.', dated(asked)),
  ],
  another: (asked) => [
    ...(['unknown', 'Could not be checked fully'] as const),
    sentences('Nothing shows that this badge belongs to the person who shows it.', dated(asked)),
  ],
  unchecked: (asked) => [
    ...(['unknown', 'Could not be checked fully'] as const),
    sentences(whatIsMissing(asked), 'This does not mean that the badge is false.', dated(asked)),
  ],
  paused: (asked) => [
    ...(['warn', `${issuerName(asked)} has paused this badge`] as const),
    'It may become valid again.',
  ],
  unproven: ({ isAdded }) =>
    isAdded
      ? ['unknown', 'Not checked by an issuer', 'The learner added this file.']
      : ['bad', 'Not valid: nothing proves this badge', 'Anybody could have written it.'],
  damaged: () => ['bad', 'Not valid: the badge data is damaged', doNotRely],
  'foreign-key': () => ['bad', 'Not valid: it is not from the issuer it names', doNotRely],
  changed: () => ['bad', 'Not valid: the badge data was changed', 'The signature does not match.'],
  revoked: (asked) => {
    const on = takenBackAt(asked)
    return ['bad', `Not valid: taken back by the issuer${on ? ` on ${day(on)}` : ''}`, doNotRely]
  },
}

const sentences = (...all: (string | null)[]) => all.filter((one) => one !== null).join(' ')

const soon = days(90)

function ending(asked: Asked): string {
  const { ends } = datesOf(asked)
  const isSoon = ends !== null && +ends - +asked.now <= soon
  return isSoon ? `. It ends on ${day(ends)}.` : ', and it is valid.'
}

/** That it has ended or not begun, beside what else is to be said. */
function dated(asked: Asked): string | null {
  const { starts, ends } = datesOf(asked)
  if (ends && ends <= asked.now) return `Expired on ${day(ends)}.`
  if (starts && starts > asked.now) return `This badge starts on ${day(starts)}.`
  return null
}

function whoIs(asked: Asked): string {
  const domain = issuerDomain(asked)
  if (worst(asked.findings, 'issuer')?.outcome !== 'passed')
    return `Nothing shows that ${issuerName(asked)} made this badge.`
  return domain === null
    ? 'Nothing was changed, but we do not know who made this badge.'
    : `It comes from ${domain} and was not changed, but we do not know who that is.`
}

function whatIsMissing(asked: Asked): string {
  const site = issuerDomain(asked)
  const silent = asked.findings.some(
    ({ outcome, code }) => outcome === 'unchecked' && code.endsWith('unreachable'),
  )
  return silent ? `${site ?? 'The issuer’s website'} did not answer.` : 'An answer is missing.'
}
