import type { Finding } from '#openbadges/finding'
import { about, issuerDomain, issuerName, worst, type Answer, type Asked } from './line.ts'

// Whether the badge is what it was when its issuer made it: the questions that can make it "Not valid".

export function conformance({ findings, version }: Asked): Answer {
  const answer = about('Badge data is complete')
  const standard = `The badge follows the Open Badges standard (${version ?? 'unknown version'})`
  switch (worst(findings, 'format', 'conformance')?.outcome) {
    case 'passed':
      return answer('yes', 'verified', `${standard}.`)
    case 'warning':
      return answer('look', 'verified', `${standard}, but something in it is unusual.`)
    case 'failed':
      return answer('no', 'damaged', 'The data is damaged.')
    case 'unchecked':
    case undefined:
      return answer('unknown', 'unchecked', 'We could not check whether the data is complete.')
  }
}

/** One good proof suffices (OB 3.0 §8); what is beside it only counts where it contradicts. */
export function unchanged(asked: Asked): Answer {
  const answer = about('Not changed')
  const found = worst(asked.findings, 'proof')
  const passed = asked.findings.find(
    ({ question, outcome }) => question === 'proof' && outcome === 'passed',
  )
  if (found?.outcome === 'failed') return proofFailed(found)
  if (!passed) return noProof(found)
  const text = passed.code.startsWith('signature')
    ? `Signed by ${issuerName(asked)}; nothing was changed.`
    : `Found at ${issuerDomain(asked) ?? 'its own address'}, the same as here.`
  return answer('yes', 'verified', text)
}

const unproven = about('Not changed')(
  ...(['no', 'unproven', 'It has no signature, so nothing shows who made it.'] as const),
)

/** No answer came, or none that we could look for. */
function noProof(found: Finding | undefined): Answer {
  if (found?.code === 'proof-missing') return unproven
  return about('Not changed')('unknown', 'unchecked', silences[found?.code ?? ''] ?? keySilent)
}

const keySilent = 'We could not reach the issuer’s key.'

const silences: Partial<Record<string, string>> = {
  'assertion-unreachable': 'We could not reach the issuer’s website.',
  'assertion-gone': 'It does not stand at its address any more.',
  'proof-type-unknown': 'It is signed in a way that we cannot check.',
}

function proofFailed({ code }: Finding): Answer {
  if (code === 'proof-missing') return unproven
  const [rank, text, heading, more] = failures[code] ?? damagedProof
  const why = { heading: `Not valid: ${heading}`, text: more }
  return { ...about('Not changed')('no', rank, text), why }
}

type Failure = [rank: 'changed' | 'foreign-key', line: string, heading: string, text: string]

const wasChanged = 'the badge data was changed'
const doNotRely = 'Do not rely on this badge.'

const damagedProof: Failure = [
  ...(['changed', 'Its signature is not as a signature must be.'] as const),
  ...(['its signature is damaged', doNotRely] as const),
]

const failures: Partial<Record<string, Failure>> = {
  'signature-wrong': [
    ...(['changed', 'The data was changed after it was issued.'] as const),
    ...([wasChanged, 'The signature does not match.'] as const),
  ],
  'copy-differs': [
    ...(['changed', 'The issuer’s website says something else than this.'] as const),
    ...([wasChanged, 'It is not what stands at the issuer’s website.'] as const),
  ],
  'assertion-not-found': [
    ...(['changed', 'There is no such badge at the issuer’s website.'] as const),
    ...(['the issuer does not have this badge', doNotRely] as const),
  ],
  'key-unreachable': [
    ...(['foreign-key', 'The issuer does not have the key that it was signed with.'] as const),
    ...(['the key that signed it is not there', doNotRely] as const),
  ],
}

export function issuer(asked: Asked): Answer {
  const answer = about('Issuer')
  const { ourIssuer, findings } = asked
  const outcome = worst(findings, 'issuer')?.outcome
  if (outcome === 'failed')
    return answer(
      'no',
      'foreign-key',
      `Nothing of ${issuerName(asked)} says that it made this badge.`,
    )
  if (outcome !== 'passed' && outcome !== 'warning') {
    const words = `Nothing shows that ${issuerName(asked)} made this badge.`
    return answer('look', 'issuer', `We do not know this issuer. ${words} Decide if you trust it.`)
  }
  if (ourIssuer !== null) {
    const { name, hostname } = ourIssuer
    return answer('yes', 'verified', `We know this issuer: ${name}, ${hostname}.`)
  }
  const domain = issuerDomain(asked)
  const where = domain === null ? 'It gives no domain.' : `The domain is ${domain}.`
  return answer('look', 'issuer', `We do not know this issuer. ${where} Decide if you trust it.`)
}
