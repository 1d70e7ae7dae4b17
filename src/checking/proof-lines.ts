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
  if (found?.outcome === 'failed') return proofFailed(found)
  const passed = asked.findings.find(
    ({ question, outcome }) => question === 'proof' && outcome === 'passed',
  )
  if (!passed) return answer('unknown', 'unchecked', noProof(found))
  const text = passed.code.startsWith('signature')
    ? `Signed by ${issuerName(asked)}; nothing was changed.`
    : `Found at ${issuerDomain(asked) ?? 'its own address'}, the same as here.`
  return answer('yes', 'verified', text)
}

const noProof = (found: Finding | undefined) =>
  found?.code.startsWith('key') === false && found.code.includes('unreachable')
    ? 'We could not reach the issuer’s website.'
    : 'We could not reach the issuer’s key.'

function proofFailed({ code }: Finding): Answer {
  const answer = about('Not changed')
  if (code === 'proof-missing')
    return answer('no', 'unproven', 'It has no signature, so nothing shows who made it.')
  if (code.startsWith('key'))
    return answer('no', 'foreign-key', 'The issuer does not have the key that it was signed with.')
  return answer('no', 'changed', 'The data was changed after it was issued.')
}

export function issuer(asked: Asked): Answer {
  const answer = about('Issuer')
  const { ourIssuer, findings } = asked
  const outcome = worst(findings, 'issuer')?.outcome
  if (outcome === 'failed')
    return answer('no', 'foreign-key', `It was not signed by ${issuerName(asked)}.`)
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
