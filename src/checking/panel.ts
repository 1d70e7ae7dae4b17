import type { Verdict } from '#openbadges/check'
import { bandOf, type Band } from './band.ts'
import type { Known } from './known.ts'
import type { Line } from './line.ts'
import { dates, endorsements, person, picture, refreshed, status } from './other-lines.ts'
import { conformance, issuer, unchanged } from './proof-lines.ts'

export interface Panel {
  band: Band
  lines: Line[]
  checkedAt: Date
}

/** What an employer is told: the band first, then each question with its own answer. */
export function panel(verdict: Verdict, known: Known): Panel {
  const asked = { ...verdict, ...known }
  const answers = [
    ...[conformance(asked), unchanged(asked), issuer(asked), status(asked), dates(asked)],
    ...[person(asked), picture(asked)],
    ...refreshed(asked),
    ...endorsements(asked),
  ]
  return {
    band: bandOf(answers, asked),
    lines: answers.map(({ outcome, label, text }) => ({ outcome, label, text })),
    checkedAt: new Date(verdict.checkedAt),
  }
}
