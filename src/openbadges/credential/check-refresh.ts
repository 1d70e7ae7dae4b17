import { answers } from '#openbadges/answers'
import type { Finding } from '#openbadges/finding'
import { isObject, listOf, type Json } from '#openbadges/json'
import { checkCore } from './check-core.ts'
import { issuerOf, type Envelope } from './envelope.ts'
import { openText } from './prove.ts'
import { isSameId } from './same-id.ts'
import { textAt, type Visit } from './visit.ts'

const answer = answers('refresh', 'OB 3.0 §9.1 step 3, 1EdTech VCCR 1.0')

export interface Refreshed {
  /** The newer one where there is one; else the same as before. */
  envelope: Envelope
  findings: Finding[]
}

/**
 * Asks once whether the issuer has a newer one. Only for a credential that is proven: a false one
 * must not lead anywhere. What comes has to be the same badge of the same issuer.
 */
export async function refresh(envelope: Envelope, visit: Visit): Promise<Refreshed> {
  const url = serviceOf(envelope.credential)
  if (url === null) return { envelope, findings: [] }
  const answered = await textAt(url, visit)
  const newer = answered.is === 'there' ? openText(answered.content) : null
  if (!newer) return { envelope, findings: [unreachable] }
  if (!isSame(newer.credential, envelope.credential)) return { envelope, findings: [another] }
  const { findings, isProven } = await checkCore(newer, visit)
  const isRight = isProven && !findings.some(({ outcome }) => outcome === 'failed')
  return isRight ? { envelope: newer, findings: [refreshed] } : { envelope, findings: [wrong] }
}

function serviceOf(credential: Json): string | null {
  const service = listOf(credential['refreshService'])
    .filter(isObject)
    .find(({ type }) => listOf(type).includes('1EdTechCredentialRefresh'))
  return typeof service?.['id'] === 'string' ? service['id'] : null
}

const isSame = (newer: Json, older: Json) =>
  isSameId(newer['id'], older['id']) && isSameId(issuerOf(newer), issuerOf(older))

const unreachable = answer(
  'unchecked',
  'refresh-unreachable',
  'Whether there is a newer one was not answered.',
)

const another = answer('warning', 'refresh-of-another', 'What came instead is another badge.')

const wrong = answer('warning', 'refresh-wrong', 'What came as a newer one is not proven.')

const refreshed = answer('passed', 'refreshed', 'The issuer’s newest form of it was looked at.')
