import { answers } from '#openbadges/answers'
import type { Finding } from '#openbadges/finding'
import { isObject, listOf, textOf, type Json } from '#openbadges/json'
import { checkCore } from './check-core.ts'
import { checkDates } from './check-dates.ts'
import { checkStatus } from './check-status.ts'
import { issuerOf, subjectOf, type Envelope } from './envelope.ts'
import { openDocument, openText } from './prove.ts'
import { isSameId } from './same-id.ts'
import type { Visit } from './visit.ts'

const answer = answers('endorsement', 'OB 3.0 §9.2')

/** So many are looked at; each costs as much as a badge. */
const mostEndorsements = 8

/** An endorsement, and the ids that it may be about. */
interface Attached {
  endorsement: unknown
  ids: unknown[]
}

/** What others say of the badge, wherever in it: each is a credential with a proof of its own. */
export async function checkEndorsements(credential: Json, visit: Visit): Promise<Finding[]> {
  const attached = endorsementsIn(credential)
  const looked = await Promise.all(
    attached.slice(0, mostEndorsements).map((one) => checkEndorsement(one, visit)),
  )
  return attached.length > mostEndorsements ? [...looked, tooMany] : looked
}

const tooMany = answer(
  'unchecked',
  'endorsement-unchecked',
  'There are more endorsements than we check.',
)

/** The badge, what was earned and who says so: one may stand at any of them. */
const partsOf = (credential: Json): unknown[] => {
  const achievement = subjectOf(credential)?.['achievement']
  return [
    ...[credential['id'], issuerOf(credential)],
    ...(isObject(achievement) ? [achievement['id']] : []),
  ]
}

function endorsementsIn(credential: Json): Attached[] {
  const found: Attached[] = []
  collect(credential, { parts: partsOf(credential), contexts: credential['@context'], found })
  return found
}

interface Collection {
  parts: unknown[]
  contexts: unknown
  found: Attached[]
}

function collect(value: unknown, into: Collection) {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    if (name === 'endorsement' || name === 'endorsementJwt') add(member, value, into)
    else if (name !== '@context') collect(member, into)
  }
}

/** One that names no contexts of its own is written in those of the badge. */
function add(member: unknown, owner: object, { parts, contexts, found }: Collection) {
  const ids = [...parts, 'id' in owner ? owner.id : null]
  for (const one of listOf(member))
    found.push({ endorsement: isObject(one) ? { '@context': contexts, ...one } : one, ids })
}

async function checkEndorsement({ endorsement, ids }: Attached, visit: Visit): Promise<Finding> {
  const envelope =
    typeof endorsement === 'string' ? openText(endorsement) : openDocument(endorsement, null)
  if (!envelope) return malformed
  const { credential } = envelope
  const by = endorserOf(credential)
  if (!isAbout(credential, ids))
    return of(by, 'failed', 'endorsement-of-another', 'It is about something else.')
  return said(await findingsOn(envelope, visit), by)
}

const malformed = answer('failed', 'endorsement-malformed', 'An endorsement is no credential.')

/** Otherwise anybody's endorsement of anything could be put in. */
const isAbout = (endorsement: Json, ids: unknown[]) =>
  ids.some((id) => isSameId(id, subjectOf(endorsement)?.['id']))

function endorserOf(endorsement: Json): Record<string, string> {
  const { issuer } = endorsement
  const name = isObject(issuer) ? textOf(issuer['name']) : null
  const comment = textOf(subjectOf(endorsement)?.['endorsementComment'])
  return {
    issuer: issuerOf(endorsement) ?? '',
    ...(name !== null && { name: name.slice(0, 200) }),
    ...(comment !== null && { comment: comment.slice(0, 2_000) }),
  }
}

async function findingsOn(envelope: Envelope, visit: Visit): Promise<Finding[]> {
  const { credential } = envelope
  const { findings, isProven } = await checkCore(envelope, visit)
  const status = isProven ? await checkStatus(credential, visit) : []
  return [...findings, ...status, ...checkDates(credential, visit.now)]
}

/** The worst that was found, as one answer for the whole endorsement. */
function said(findings: Finding[], by: Record<string, string>): Finding {
  const failed = findings.find(({ outcome }) => outcome === 'failed')
  if (failed) return of(by, 'failed', `endorsement-${failed.code}`, failed.detail)
  const unchecked = findings.find(
    ({ outcome, code }) => outcome === 'unchecked' && code !== 'status-not-given',
  )
  if (unchecked) return of(by, 'unchecked', `endorsement-${unchecked.code}`, unchecked.detail)
  return of(by, 'passed', 'endorsement-right', 'It is proven, and about this badge.')
}

const of = (by: Record<string, string>, outcome: Finding['outcome'], code: string, why: string) =>
  answer(outcome, code, `An endorsement: ${why}`, by)
