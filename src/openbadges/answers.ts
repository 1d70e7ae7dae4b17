import type { Finding, Outcome, Question } from './finding.ts'

/** Gives the answers to one question, by what is written in one place. */
export const answers =
  (question: Question, clause: string) =>
  (outcome: Outcome, code: string, detail: string, facts?: Record<string, string>): Finding => ({
    ...{ question, outcome, code, clause, detail },
    ...(facts && { facts }),
  })
