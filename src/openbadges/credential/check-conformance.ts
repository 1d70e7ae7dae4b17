import { answers } from '#openbadges/answers'
import { isOpenBadgesContext } from '#openbadges/contexts'
import type { Finding, Outcome } from '#openbadges/finding'
import { isObject, listOf, type Json } from '#openbadges/json'
import { violationsOf, type Violation } from './achievement-rules.ts'
import { areContexts, credentialViolations, modelOf } from './credential-rules.ts'
import { subjectOf } from './envelope.ts'

const answer = answers('conformance', 'OB 3.0 §9.1, App. B; VCDM 2.0 §4')

/** Step 1 of the check: whether it is made as a badge has to be. */
export function checkConformance(credential: Json): Finding[] {
  const kind = kindOf(credential)
  const findings = [
    ...checkContexts(credential, kind),
    ...checkMembers(credential, kind),
    ...checkSubject(credential, kind),
    ...checkSchemas(credential),
  ]
  return findings.some(({ outcome }) => outcome === 'failed') ? findings : [conforms, ...findings]
}

const conforms = answer('passed', 'conforms', 'It is made as the standard says.')

/** A class of Open Badges, or null for what is any other credential. */
type CredentialKind = 'AchievementCredential' | 'EndorsementCredential' | null

function kindOf({ type }: Json): CredentialKind {
  const types = listOf(type)
  if (types.includes('OpenBadgeCredential')) return 'AchievementCredential'
  if (types.includes('AchievementCredential')) return 'AchievementCredential'
  return types.includes('EndorsementCredential') ? 'EndorsementCredential' : null
}

function checkContexts(credential: Json, kind: CredentialKind): Finding[] {
  if (modelOf(credential) === null || !areContexts(credential)) return [contextWrong]
  if (kind === null) return [notOpenBadge]
  const second = listOf(credential['@context']).find(
    (url) => typeof url === 'string' && isOpenBadgesContext(url),
  )
  return second === undefined ? [openBadgesContextMissing] : []
}

const contextWrong = answer(
  'failed',
  'context-wrong',
  'Its first context is not that of a verifiable credential, or another is no address.',
)

const openBadgesContextMissing = answer(
  'failed',
  'context-wrong',
  'It lacks the context of Open Badges.',
)

const notOpenBadge = answer(
  'warning',
  'type-unusual',
  'It is a verifiable credential, but does not call itself an Open Badge.',
)

/** So many are named one by one. */
const mostNamed = 12

function checkMembers(credential: Json, kind: CredentialKind): Finding[] {
  const found = [
    ...credentialViolations(credential),
    ...(kind === null ? [] : [...startOf(credential), ...violationsOf(credential, kind)]),
  ]
  const unique = new Map(found.map((violation) => [`${violation.code} ${violation.at}`, violation]))
  return [...unique.values()].slice(0, mostNamed).map(said)
}

/** OB 3.0 asks for a beginning; its name depends on the data model. */
function startOf(credential: Json): Violation[] {
  const name = modelOf(credential) === '1.1' ? 'issuanceDate' : 'validFrom'
  return credential[name] === undefined ? [{ code: 'member-missing', at: name }] : []
}

const said = ({ code, at }: Violation): Finding =>
  answer(violations[code].outcome, code, violations[code].words.replace('%', at))

const violations: Record<Violation['code'], { outcome: Outcome; words: string }> = {
  'type-wrong': { outcome: 'failed', words: 'It does not say that it is what it has to be: %.' },
  'member-missing': { outcome: 'failed', words: 'It lacks a member that it has to have: %.' },
  'value-wrong': { outcome: 'failed', words: 'A value is not of the kind that it has to be: %.' },
  'value-unusual': { outcome: 'warning', words: 'A value is written in an unusual way: %.' },
}

/** §9.1 step 1: somebody has to have earned it. */
function checkSubject(credential: Json, kind: CredentialKind): Finding[] {
  const subject = subjectOf(credential)
  if (kind !== 'AchievementCredential' || !subject) return []
  const isNamed = subject['id'] !== undefined || listOf(subject['identifier']).length > 0
  const criteria = isObject(subject['achievement']) ? subject['achievement']['criteria'] : null
  const isEmpty = isObject(criteria) && !('id' in criteria) && !('narrative' in criteria)
  return [...(isNamed ? [] : [subjectUnnamed]), ...(isEmpty ? [criteriaEmpty] : [])]
}

const subjectUnnamed = answer(
  'warning',
  'subject-unnamed',
  'It does not say who earned it, so nobody can claim it.',
)

const criteriaEmpty = answer('warning', 'criteria-empty', 'It does not say what it was earned for.')

/** VCCS 1.0. The rules of the standard's own schemas are those above; others are never run. */
function checkSchemas(credential: Json): Finding[] {
  const foreign = listOf(credential['credentialSchema'])
    .filter(isObject)
    .filter(({ type }) => listOf(type).includes('1EdTechJsonSchemaValidator2019'))
    .filter(({ id }) => typeof id === 'string' && !ownSchemas.test(id))
  return foreign.length > 0 ? [schemaNotApplied] : []
}

const ownSchemas =
  /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/schema\/(?:json|json-ld|jsonld)\/ob_v3p0_(?:achievement|endorsement)credential_schema\.json$/

const schemaNotApplied = answer(
  'unchecked',
  'schema-not-applied',
  'The issuer names a schema of its own, which we do not run.',
)
