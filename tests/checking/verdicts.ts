import type { Known } from '#checking/known'
import { panel } from '#checking/panel'
import type { BadgeData } from '#openbadges/badge-data'
import type { Verdict } from '#openbadges/check'
import type { Finding, Outcome, Question } from '#openbadges/finding'

export const now = new Date('2026-11-23T09:14:00Z')

export const badge: BadgeData = {
  id: 'https://board.example/badges/1',
  name: 'First Aid',
  description: 'Knows what to do.',
  criteria: { narrative: 'Passed a test.', url: null },
  image: null,
  issuer: {
    ...{ id: 'https://board.example/issuers/1', name: 'Northfield Exam Board' },
    ...{ url: 'https://elsewhere.example', email: null },
  },
  issuedOn: '2026-03-04T00:00:00.000Z',
  validFrom: '2026-03-04T00:00:00.000Z',
  expiresOn: null,
  ...{ tags: [], alignments: [], evidence: [], recipients: [] },
  ...{ recipientName: null, subjectId: null, language: 'en' },
}

const known: Known = {
  now,
  ourIssuer: { name: 'Northfield Exam Board', hostname: 'northfield.example' },
  isAdded: false,
  revoked: null,
  person: { is: 'hidden' },
}

/** Nobody here has heard of the issuer. */
export const stranger = { ourIssuer: null }

export const finding = (
  question: Question,
  outcome: Outcome,
  code: string,
  facts = {},
): Finding => ({ question, outcome, code, facts, clause: 'OB 3.0 §9.1', detail: code })

const good = [
  finding('format', 'passed', 'json'),
  finding('conformance', 'passed', 'conforms'),
  finding('proof', 'passed', 'signature-right'),
  finding('issuer', 'passed', 'issuer-proven'),
  finding('status', 'passed', 'not-revoked'),
  finding('dates', 'passed', 'in-time'),
]

/** A check in which all is well but for these findings, each in the place of its question's. */
export function verdict(changed: Finding[] = [], more: Partial<BadgeData> = {}): Verdict {
  const questions = new Set(changed.map(({ question }) => question))
  const findings = [...good.filter(({ question }) => !questions.has(question)), ...changed]
  const came = { version: '3.0', format: 'json', checkedAt: now.toISOString() } as const
  return { ...came, findings, badge: { ...badge, ...more } }
}

export const line = (label: string, found: Verdict, more: Partial<Known> = {}) =>
  panel(found, { ...known, ...more }).lines.find((one) => one.label === label)

export const band = (found: Verdict, more: Partial<Known> = {}) =>
  panel(found, { ...known, ...more }).band

export const linesOf = (found: Verdict) => panel(found, known)

/** `proof failed signature-wrong, issuer passed issuer-proven` */
export const findingsOf = (text: string): Finding[] =>
  text
    .split(',')
    .map((one) => one.trim().split(' '))
    .filter((words): words is [Question, Outcome, string] => words.length === 3)
    .map(([question, outcome, code]) => finding(question, outcome, code))

/** A table in a text: one row a line, cells between bars. */
export const rowsOf = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()))
