import type { Version } from '#openbadges/circumstances'
import { algorithmOf } from '#openbadges/identity-hash'
import { isObject, listOf, objectOf, textOf, type Json } from '#openbadges/json'
import { recognise } from '#openbadges/recognise'
import type { Class } from './classes.ts'

// Open Badges 0.5, 1.0 and 1.1 in the words of 2.0. What is not there is not made up. What stands in
// the place of a link stays as it is: it may be of another version.

/** A document of any older version as one of 2.0. */
export function upgrade(document: Json, name: Class, version: Version): Json {
  if (version === '2.0') return { ...document, ...renamed(document) }
  switch (name) {
    case 'Assertion':
      return upgradeAssertion(document, version)
    case 'BadgeClass':
      return upgradeBadgeClass(document)
    case 'Issuer':
      return upgradeIssuer(document)
    case 'Endorsement':
      return document
  }
}

/** Which version a part of a badge is written in: it need not be that of the whole. */
export function versionOf(document: Json, otherwise: Version): Version {
  const version = recognise(document)
  return version === '0.5' || version === '1.0' || version === '1.1' || version === '2.0'
    ? version
    : otherwise
}

/** `verify` goes on to mean `verification` ("Open Badges Vocabulary", 2.0). */
const renamed = ({ verification, verify }: Json): Json =>
  verification === undefined && isObject(verify) ? { verification: verify } : {}

function upgradeAssertion(document: Json, version: Version): Json {
  const { verify, recipient, issuedOn, issued_on, expires, salt } = document
  return {
    ...document,
    ...idOfOld(document),
    type: 'Assertion',
    recipient: identityOf(recipient, salt),
    // 0.5 knows no other way than to be hosted, and before 1.0 nobody had to say so.
    verification:
      version === '0.5' || isObject(verify) ? { type: 'hosted', ...objectOf(verify) } : verify,
    issuedOn: dateOf(issuedOn ?? issued_on),
    ...(expires !== undefined && { expires: dateOf(expires) }),
    ...evidenceOf(document),
  }
}

/** Before 1.1 an assertion has no name but the address of its hosted copy. */
function idOfOld({ id, verify }: Json): Json {
  if (id !== undefined) return { id }
  const hosted = isObject(verify) && verify['type'] !== 'signed' ? verify['url'] : undefined
  return hosted === undefined ? {} : { id: hosted }
}

function evidenceOf({ evidence, badge }: Json): Json {
  if (evidence === undefined || !isObject(badge)) return {}
  return { evidence: absolute(evidence, originOf(badge)) }
}

/** 0.5 has the address or its hash alone; 1.0 knows emails only, and may leave out `hashed`. */
function identityOf(recipient: unknown, salt: unknown): unknown {
  if (typeof recipient === 'string') {
    const hashed = algorithmOf(recipient) !== null
    return { type: 'email', hashed, identity: recipient, ...(salt !== undefined && { salt }) }
  }
  return isObject(recipient) ? { type: 'email', hashed: false, ...recipient } : recipient
}

/** Unix seconds, a day, or a day with a time; without a zone it was meant as UTC. */
function dateOf(value: unknown): unknown {
  if (typeof value === 'number' || /^\d{9,11}$/.test(textOf(value) ?? '')) {
    const instant = new Date(Number(value) * 1000)
    return Number.isNaN(+instant) ? value : instant.toISOString()
  }
  const text = textOf(value) ?? ''
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00Z`
  return /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(text) ? `${text.replace(' ', 'T')}Z` : value
}

function upgradeBadgeClass(badge: Json): Json {
  const { alignment, image, criteria } = badge
  const origin = originOf(badge)
  return {
    ...badge,
    type: 'BadgeClass',
    ...(image !== undefined && { image: absolute(image, origin) }),
    ...(criteria !== undefined && { criteria: absolute(criteria, origin) }),
    ...(alignment !== undefined && { alignment: listOf(alignment).map(alignmentOf) }),
  }
}

const originOf = ({ issuer }: Json) => textOf(objectOf(issuer)?.['origin'])

/** 0.5 writes addresses as seen from the issuer's origin. */
const absolute = (value: unknown, origin: string | null): unknown =>
  typeof value === 'string' && origin !== null && URL.canParse(value, origin)
    ? new URL(value, origin).href
    : value

/** 0.5 knows an issuer by the origin of its addresses. */
function upgradeIssuer(issuer: Json): Json {
  const { origin, contact } = issuer
  return {
    ...(typeof origin === 'string' && { id: origin, url: origin }),
    ...(contact !== undefined && { email: contact }),
    ...issuer,
    type: 'Issuer',
  }
}

function alignmentOf(value: unknown): unknown {
  if (!isObject(value)) return value
  const { name, url, description } = value
  return {
    ...(name !== undefined && { targetName: name }),
    ...(url !== undefined && { targetUrl: url }),
    ...(description !== undefined && { targetDescription: description }),
    ...value,
  }
}
