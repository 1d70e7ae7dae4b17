/** What a check looked at, in the order in which an answer lists it. */
export const questions = [
  ...(['format', 'conformance', 'proof', 'issuer', 'refresh', 'status'] as const),
  ...(['dates', 'recipient', 'picture', 'endorsement'] as const),
]

export type Question = (typeof questions)[number]

/** `unchecked`: it could not be checked, or nobody said. That is never a pass. */
export type Outcome = 'passed' | 'failed' | 'warning' | 'unchecked'

/** One thing that a check found out. */
export interface Finding {
  question: Question
  outcome: Outcome
  /** Stable, for programs: kebab-case, such as `signature-wrong`. */
  code: string
  /** Where it is written, such as `OB 3.0 §8.2.4`. */
  clause: string
  /** One sentence for people who read JSON. No secrets, nothing of what another host answered. */
  detail: string
  /** Instants and names that a page may want, in plain form. */
  facts?: Record<string, string>
}
