import { checkAssertion } from './assertion/check-assertion.ts'
import type { BadgeData } from './badge-data.ts'
import type { Checked } from './checked.ts'
import type { Circumstances, Version } from './circumstances.ts'
import { checkCredential } from './credential/check-credential.ts'
import { questions, type Finding } from './finding.ts'
import type { Received, ReceivedBadge } from './received-badge.ts'
import { receive } from './received.ts'

export type { Circumstances, Version }

/** What a check says: every question with its own answer, and what the badge itself says. */
export interface Verdict {
  version: Version | null
  /** How it came: `png`, `svg`, `json`, `jwt`, `url`, or `unknown`. */
  format: Received['format']
  findings: Finding[]
  /** Null where there is no badge to speak of. Only what the proof covers, where there is a proof. */
  badge: BadgeData | null
  /** By the clock that was handed in. */
  checkedAt: string
}

/**
 * Checks what somebody calls a badge: the bytes of a file, or a pasted text (JSON, a JWT, an address).
 * Never throws for bad input, and never says yes for want of an answer.
 */
export async function check(
  input: Uint8Array | string,
  circumstances: Circumstances,
): Promise<Verdict> {
  const { format, findings, badge } = await receive(input, circumstances)
  const checked = badge ? await checkBadge(badge, circumstances) : nothing
  return {
    ...{ version: checked.version, format, badge: checked.badge },
    findings: [...findings, ...checked.findings].toSorted(byQuestion),
    checkedAt: circumstances.now.toISOString(),
  }
}

const nothing: Checked = { version: null, findings: [], badge: null }

const checkBadge = (badge: ReceivedBadge, circumstances: Circumstances): Promise<Checked> =>
  badge.version === '3.0'
    ? checkCredential(badge, circumstances)
    : checkAssertion(badge, circumstances)

const byQuestion = (one: Finding, other: Finding) =>
  questions.indexOf(one.question) - questions.indexOf(other.question)
