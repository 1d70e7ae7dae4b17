import { algorithmOf } from '#openbadges/identity-hash'
import { isObject, listOf, textsOf, type Json } from '#openbadges/json'
import { isPictureOrLink, isPictureLink } from './image.ts'
import { areAll, instantOf, isEmail, isIri, isLink, isText, isUrl } from './values.ts'

// Open Badges 2.0: what the classes have for members.

export type Class = 'Assertion' | 'BadgeClass' | 'Issuer' | 'Endorsement'

export interface Member {
  is: (value: unknown) => boolean
  /**
   * `newer`: asked for since 2.0. `wished`: the text asks for it, and the validators of 1EdTech do
   * not; it takes nothing from what a badge proves.
   */
  need?: 'always' | 'newer' | 'wished'
}

const isDate = (value: unknown) => instantOf(value) !== null
const isFlag = (value: unknown) => typeof value === 'boolean'
const areTexts = (value: unknown) => areAll(value, isText)
const areLinks = (value: unknown) => areAll(value, isLink)

/** IdentityObject. A hash is one of an algorithm that is allowed. */
function isIdentity(value: unknown): boolean {
  if (!isObject(value)) return false
  const { identity, type, hashed, salt } = value
  if (typeof identity !== 'string' || !isText(type)) return false
  if (salt !== undefined && typeof salt !== 'string') return false
  return hashed === true
    ? algorithmOf(identity) !== null
    : hashed === false && (type !== 'email' || isEmail(identity))
}

/** VerificationObject of an assertion. */
const isVerification = (value: unknown) => isObject(value) && verificationOf(value) !== null

export function verificationOf(verification: Json): 'hosted' | 'signed' | null {
  const types = textsOf(verification['type'])
  if (types.some((type) => /(^|[:#])(HostedBadge|hosted)$/.test(type))) return 'hosted'
  return types.some((type) => /(^|[:#])(SignedBadge|signed)$/.test(type)) ? 'signed' : null
}

/** An address, or an object with one, with a text, or with both. */
const isCriteria = (value: unknown) =>
  isObject(value) ? isText(value['narrative']) || isIri(value['id']) || isText(value) : isIri(value)

const areAlignments = (value: unknown) =>
  areAll(
    value,
    (one) => isUrl(one) || (isObject(one) && isUrl(one['targetUrl']) && isText(one['targetName'])),
  )

const isClaim = (value: unknown) => isObject(value) && isIri(value['id'])

/** What an issuer says of where its badges stand. */
const isScope = (value: unknown) =>
  areAll(
    value,
    (one) =>
      isIri(one) ||
      (isObject(one) && areTexts(one['allowedOrigins']) && areAll(one['startsWith'], isUrl)),
  )

const always = 'always'
const newer = 'newer'

export const classes: Record<Class, Record<string, Member>> = {
  Assertion: {
    id: { is: isIri, need: newer },
    recipient: { is: isIdentity, need: always },
    badge: { is: isLink, need: always },
    verification: { is: isVerification, need: always },
    issuedOn: { is: isDate, need: always },
    expires: { is: isDate },
    image: { is: isPictureLink },
    evidence: { is: areLinks },
    narrative: { is: isText },
    revoked: { is: isFlag },
    endorsement: { is: areLinks },
  },
  BadgeClass: {
    id: { is: isIri, need: newer },
    name: { is: isText, need: always },
    description: { is: isText, need: always },
    image: { is: isPictureOrLink, need: 'wished' },
    criteria: { is: isCriteria, need: always },
    issuer: { is: isLink, need: always },
    alignment: { is: areAlignments },
    tags: { is: areTexts },
    endorsement: { is: areLinks },
  },
  Issuer: {
    id: { is: isIri, need: newer },
    name: { is: isText, need: always },
    url: { is: isUrl, need: always },
    email: { is: (value) => listOf(value).some(isEmail), need: newer },
    description: { is: isText },
    image: { is: isPictureOrLink },
    publicKey: { is: areLinks },
    revocationList: { is: isLink },
    verification: { is: isScope },
    endorsement: { is: areLinks },
  },
  Endorsement: {
    id: { is: isIri, need: always },
    claim: { is: isClaim, need: always },
    issuer: { is: isLink, need: always },
    issuedOn: { is: isDate, need: always },
    verification: { is: isVerification, need: always },
  },
}
