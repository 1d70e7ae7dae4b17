import { answers } from '#openbadges/answers'
import type { Finding, Outcome } from '#openbadges/finding'
import type { KeyAnswer, Owner } from './find-key.ts'

/** What one proof shows: that nothing was changed, and who says so; `issuer` only if the first holds. */
export interface Proven {
  proof: Finding
  issuer: Finding | null
}

/** The findings of all proofs; one that holds is enough, and what is beside it only noted. */
export function weigh(proven: Proven[]): { proofs: Finding[]; issuer: Finding } {
  const [best, ...others] = proven.toSorted((one, other) => rank(one) - rank(other))
  if (!best) return { proofs: [], issuer: issuerNotShown }
  const beside = others.map((other) => (isGood(best) ? noted(other) : other.proof))
  return { proofs: [best.proof, ...beside], issuer: best.issuer ?? issuerNotShown }
}

export const isGood = ({ proof, issuer }: Proven) =>
  proof.outcome === 'passed' && issuer?.outcome !== 'failed'

const outcomes: Outcome[] = ['passed', 'warning', 'unchecked', 'failed']

const rank = ({ proof, issuer }: Proven) =>
  outcomes.indexOf(proof.outcome) + outcomes.indexOf(issuer?.outcome ?? 'failed') * 2

function noted(proven: Proven): Finding {
  const { proof, issuer } = proven
  if (isGood(proven)) return proof
  const trouble = proof.outcome === 'passed' && issuer ? issuer : proof
  return { ...trouble, question: 'proof', outcome: 'warning' }
}

const answer = answers('issuer', 'OB 3.0 §8.5, CID 1.0 §3.3')

const issuerNotShown = answer(
  'unchecked',
  'issuer-not-proven',
  'Without a proof that holds, nothing shows who made it.',
)

/** Whose key it is that signed, and whether it still counts. */
export function ownership(owner: Owner, ended: 'revoked' | 'expired' | null): Finding {
  if (owner === 'issuer' && ended !== null)
    return answer('failed', `key-${ended}`, endedKeys[ended])
  return owners[owner]
}

const endedKeys = {
  revoked: 'The issuer has taken back the key that signed it.',
  expired: 'The key that signed it was only good until a time that has passed.',
}

const owners: Record<Owner, Finding> = {
  issuer: answer(
    'passed',
    'issuer-proven',
    'The issuer’s own document lists the key that signed it.',
  ),
  another: answer(
    'failed',
    'key-not-of-issuer',
    'It was signed with a key that is not one of the issuer’s.',
  ),
  unknown: answer(
    'unchecked',
    'issuer-not-proven',
    'The signature fits, but nothing shows that the key is the issuer’s.',
  ),
}

type Why = Extract<KeyAnswer, { found: false }>['why']

/** There is no key to check the signature with. */
export const keyMissing = (why: Why, say: ReturnType<typeof answers>): Finding =>
  say(...missing[why])

const missing: Record<Why, [Outcome, string, string]> = {
  missing: ['failed', 'key-unreachable', 'There is no key where the proof says that it is.'],
  unreachable: ['unchecked', 'key-unreachable', 'Where the key is meant to be, nobody answers.'],
  malformed: ['failed', 'key-malformed', 'The proof names something as its key that is no key.'],
  'unknown-method': [
    'unchecked',
    'key-method-unknown',
    'The key is named in a way that we do not know.',
  ],
}
