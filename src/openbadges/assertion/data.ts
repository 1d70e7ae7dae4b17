import type { BadgeData } from '#openbadges/badge-data'
import { idOf, isObject, listOf, objectOf, textOf, textsOf, type Json } from '#openbadges/json'
import { recipientOf } from './recipient.ts'
import { instantOf, isUrl } from './values.ts'

/** What a badge says, out of its three documents. */
export function dataOf(assertion: Json, badge: Json, issuer: Json | null): BadgeData {
  const issuedOn = isoOf(assertion['issuedOn'])
  const recipient = recipientOf(assertion)
  return {
    id: textOf(assertion['id']),
    name: textOf(badge['name']) ?? '',
    description: textOf(badge['description']) ?? '',
    criteria: criteriaOf(badge['criteria']),
    image: imageOf(badge['image']) ?? imageOf(assertion['image']),
    issuer: issuerOf(issuer),
    issuedOn,
    validFrom: issuedOn,
    expiresOn: isoOf(assertion['expires']),
    tags: textsOf(badge['tags']),
    alignments: listOf(badge['alignment']).flatMap(alignmentOf),
    evidence: evidenceOf(assertion),
    recipientName: textOf(objectOf(assertion['extensions:recipientProfile'])?.['name']),
    recipients: recipient ? [recipient] : [],
    subjectId: null,
    language: textOf(badge['@language']) ?? textOf(assertion['@language']),
  }
}

const isoOf = (value: unknown) => instantOf(value)?.toISOString() ?? null

const urlOf = (value: unknown): string | null => {
  const id = idOf(value)
  return isUrl(id) ? id : null
}

const criteriaOf = (criteria: unknown) => ({
  narrative: textOf(objectOf(criteria)?.['narrative']),
  url: urlOf(criteria),
})

function imageOf(image: unknown): string | null {
  const id = idOf(image) ?? ''
  return /^(https:\/\/|data:image\/)/i.test(id) ? id : null
}

function issuerOf(issuer: Json | null): BadgeData['issuer'] {
  const [email = null] = textsOf(issuer?.['email'])
  return {
    id: textOf(issuer?.['id']),
    name: textOf(issuer?.['name']),
    url: urlOf(issuer?.['url']),
    email,
  }
}

function alignmentOf(alignment: unknown): BadgeData['alignments'] {
  if (!isObject(alignment)) return []
  const member = (name: string) => textOf(alignment[name])
  const name = member('targetName')
  if (name === null) return []
  return [
    {
      name,
      url: urlOf(alignment['targetUrl']),
      framework: member('targetFramework'),
      code: member('targetCode'),
      description: member('targetDescription'),
    },
  ]
}

/** What holds the pieces of evidence together is one itself. */
function evidenceOf({ evidence, narrative }: Json): BadgeData['evidence'] {
  const whole = textOf(narrative)
  return [
    ...(whole === null ? [] : [{ url: null, name: null, narrative: whole }]),
    ...listOf(evidence).map((one) => {
      const of = objectOf(one)
      return { url: urlOf(one), name: textOf(of?.['name']), narrative: textOf(of?.['narrative']) }
    }),
  ]
}
