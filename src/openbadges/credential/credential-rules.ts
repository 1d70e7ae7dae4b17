import { credentialsV1, credentialsV2 } from '#openbadges/contexts'
import { isObject, listOf, type Json } from '#openbadges/json'
import { instantOf } from './instant.ts'
import { isText, isUrl } from './value-forms.ts'
import type { Violation } from './achievement-rules.ts'

type Rule = [at: string, code: Violation['code'], holds: (credential: Json) => boolean]

/** What the data model for all credentials asks for (VCDM 2.0 §4, VCDM 1.1 §4). */
const rules: Rule[] = [
  ['type', 'type-wrong', ({ type }) => listOf(type).includes('VerifiableCredential')],
  ['type', 'value-wrong', ({ type }) => isTypes(type)],
  ['id', 'value-wrong', ({ id }) => id === undefined || isUrl(id)],
  ['issuer', 'member-missing', ({ issuer }) => issuer !== undefined],
  ['issuer', 'value-wrong', ({ issuer }) => issuer === undefined || isIssuer(issuer)],
  ['name', 'value-wrong', ({ name }) => areTexts(name)],
  ['description', 'value-wrong', ({ description }) => areTexts(description)],
  [
    'credentialSubject',
    'member-missing',
    ({ credentialSubject }) => credentialSubject !== undefined,
  ],
  ['credentialSubject', 'value-wrong', ({ credentialSubject }) => areSubjects(credentialSubject)],
  ['credentialStatus', 'value-wrong', ({ credentialStatus }) => areTyped(credentialStatus)],
  ['refreshService', 'value-wrong', ({ refreshService }) => areTyped(refreshService)],
  ['termsOfUse', 'value-wrong', ({ termsOfUse }) => areTyped(termsOfUse)],
  ['evidence', 'value-wrong', ({ evidence }) => areTyped(evidence)],
  ['credentialSchema', 'value-wrong', ({ credentialSchema }) => areSchemas(credentialSchema)],
  ...['validFrom', 'validUntil', 'issuanceDate', 'expirationDate'].map((name): Rule => [
    name,
    'value-wrong',
    (credential) => isInstant(credential[name]),
  ]),
]

export const credentialViolations = (credential: Json): Violation[] =>
  rules.filter(([, , holds]) => !holds(credential)).map(([at, code]) => ({ code, at }))

const isInstant = (value: unknown) => value === undefined || instantOf(value) !== null

const isTypes = (type: unknown) =>
  listOf(type).length > 0 && listOf(type).every((one) => typeof one === 'string')

function isIssuer(issuer: unknown): boolean {
  if (!isObject(issuer)) return isUrl(issuer)
  return isUrl(issuer['id']) && areTexts(issuer['name']) && areTexts(issuer['description'])
}

const areTexts = (value: unknown) => listOf(value).every(isText)

/** Each says something, and has at most one name. */
const areSubjects = (value: unknown) =>
  value === undefined ||
  (listOf(value).length > 0 &&
    listOf(value).every((one) => isObject(one) && Object.keys(one).length > 0 && hasUrl(one)))

const hasUrl = ({ id }: Json) => id === undefined || isUrl(id)

const areTyped = (value: unknown) =>
  value === undefined ||
  listOf(value).every((one) => isObject(one) && isTypes(one['type']) && hasUrl(one))

const areSchemas = (value: unknown) =>
  areTyped(value) && listOf(value).every((one) => isObject(one) && isUrl(one['id']))

/** Which data model it is of, by its first context; null where it is of none. */
export function modelOf(credential: Json): '1.1' | '2.0' | null {
  const [first] = listOf(credential['@context'])
  if (first === credentialsV2) return '2.0'
  return first === credentialsV1 ? '1.1' : null
}

/** Each is an address, or words of its own. */
export const areContexts = (credential: Json) =>
  listOf(credential['@context']).every((one) => isObject(one) || isUrl(one))
