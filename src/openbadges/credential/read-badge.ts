import type { BadgeData } from '#openbadges/badge-data'
import { isObject, listOf, textsOf, type Json } from '#openbadges/json'
import { recipientsOf } from './check-recipient.ts'
import { validity } from './check-dates.ts'
import { issuerOf, subjectOf } from './envelope.ts'
import { instantOf } from './instant.ts'

const none: Json = {}

/** What a credential says, from nothing but the members that its contexts define there. */
export function readBadge(credential: Json): BadgeData {
  const subject = subjectOf(credential) ?? none
  const achievement = objectIn(subject['achievement'])
  const { starts, ends } = validity(credential)
  const name = text(achievement['name']) ?? text(credential['name']) ?? ''
  return {
    id: string(credential['id']),
    name,
    description: text(achievement['description']) ?? text(credential['description']) ?? '',
    criteria: criteriaOf(objectIn(achievement['criteria'])),
    image:
      imageOf(achievement['image']) ?? imageOf(credential['image']) ?? imageOf(subject['image']),
    issuer: issuerIn(credential),
    issuedOn: iso(credential['awardedDate']) ?? iso(starts),
    validFrom: iso(starts),
    expiresOn: iso(ends),
    tags: textsOf(achievement['tag']),
    alignments: listOf(achievement['alignment']).filter(isObject).map(alignmentOf),
    evidence: [...listOf(credential['evidence']), ...listOf(subject['evidence'])]
      .filter(isObject)
      .map(evidenceOf),
    ...recipientIn(credential, subject),
    language: string(achievement['inLanguage']),
  }
}

const string = (value: unknown) => (typeof value === 'string' ? value : null)

/** Of one text in several languages the first. */
const text = (value: unknown) => textsOf(value)[0] ?? null

/** The first, where a list stands in the place of one. */
const objectIn = (value: unknown): Json => listOf(value).find(isObject) ?? none

const iso = (value: unknown) => instantOf(value)?.toISOString() ?? null

/** An address, or data; nothing that a page could be made to run. */
function imageOf(value: unknown): string | null {
  const image = listOf(value)[0]
  const id = isObject(image) ? image['id'] : image
  return typeof id === 'string' && /^(https?:|data:image\/)/i.test(id) ? id : null
}

const criteriaOf = ({ narrative, id }: Json) => ({ narrative: text(narrative), url: web(id) })

/** What a person can open. */
const web = (value: unknown) =>
  typeof value === 'string' && /^https?:\/\//i.test(value) ? value : null

function issuerIn(credential: Json): BadgeData['issuer'] {
  const { name, url, email } = objectIn(credential['issuer'])
  return { id: issuerOf(credential), name: text(name), url: web(url), email: string(email) }
}

const alignmentOf = (alignment: Json) => ({
  name: text(alignment['targetName']) ?? '',
  url: web(alignment['targetUrl']),
  framework: text(alignment['targetFramework']),
  code: text(alignment['targetCode']),
  description: text(alignment['targetDescription']),
})

const evidenceOf = ({ id, name, narrative, description }: Json) => ({
  url: web(id),
  name: text(name),
  narrative: text(narrative) ?? text(description),
})

function recipientIn(credential: Json, subject: Json) {
  const recipients = recipientsOf(credential)
  const named = recipients.find(({ type, isHashed }) => type === 'name' && !isHashed)
  return {
    recipientName: named?.value ?? text(subject['name']),
    recipients,
    subjectId: string(subject['id']),
  }
}
