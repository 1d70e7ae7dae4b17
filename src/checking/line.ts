import type { Verdict } from '#openbadges/check'
import type { Finding, Outcome, Question } from '#openbadges/finding'
import { issuerHome } from '#openbadges/issuer-home'
import type { Known } from './known.ts'

/** Yes, no, look at this, or not known. A missing answer is never a yes. */
export type Answered = 'yes' | 'no' | 'look' | 'unknown'

/** One question of the panel with its answer. */
export interface Line {
  outcome: Answered
  label: string
  text: string
}

/** What a badge can be called as a whole, from best to worst. */
export const ranks = [
  ...(['verified', 'not-yet', 'expired', 'issuer', 'another', 'unchecked'] as const),
  ...(['paused', 'unproven', 'damaged', 'foreign-key', 'changed', 'revoked'] as const),
]

export type Rank = (typeof ranks)[number]

/** A line, and how bad it makes the whole. */
export interface Answer extends Line {
  rank: Rank
  /** Why the whole is not valid, where that is not always the same. */
  why?: { heading: string; text: string }
}

export type Asked = Verdict & Known

/** Says the answers to one question. */
export const about =
  (label: string) =>
  (outcome: Answered, rank: Rank, text: string): Answer => ({ label, outcome, rank, text })

const severity: Record<Outcome, number> = { passed: 0, warning: 1, unchecked: 2, failed: 3 }

/** The worst that was found on a question; undefined where nothing was looked at. */
export function worst(findings: readonly Finding[], ...questions: Question[]): Finding | undefined {
  return findings
    .filter(({ question }) => questions.includes(question))
    .toSorted((one, other) => severity[other.outcome] - severity[one.outcome])[0]
}

/** How its issuer is called: as we know it, as the badge says, or by its address. */
export const issuerName = ({ ourIssuer, badge }: Asked): string =>
  ourIssuer?.name ?? badge?.issuer.name ?? badge?.issuer.id ?? 'The issuer'

/**
 * The issuer's domain: that of its `id`, which is what a check proves. Its home page and email are
 * only what it says of itself.
 */
export function issuerDomain({ badge }: Pick<Verdict, 'badge'>): string | null {
  return hostOf(issuerHome(badge?.issuer.id ?? ''))
}

function hostOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, host } = new URL(url)
  return /^https?:$/.test(protocol) ? host : null
}
