import { webAddress } from '#issuing/forms'
import type { BadgeData } from '#openbadges/badge-data'
import { issuerHome } from '#openbadges/issuer-home'
import { storable } from '#text'

/** What a badge from elsewhere says, cut to what our tables and pages take. */
export type Fields = ReturnType<typeof fieldsOf>

/**
 * Strangers write into badges what they like: texts are shortened, characters that cannot be kept
 * are left out, and only http(s) addresses stay addresses.
 */
export function fieldsOf(data: BadgeData) {
  const tags = data.tags.slice(0, most).map(words(100)).filter(isThere)
  return {
    name: words(300)(data.name) || 'A badge without a name',
    description: text(10_000)(data.description),
    criteria: criteriaOf(data.criteria),
    issuer: issuerOf(data.issuer),
    issuedOn: instant(data.issuedOn ?? data.validFrom),
    validFrom: instant(data.validFrom ?? data.issuedOn),
    expiresOn: instant(data.expiresOn),
    tags: [...new Set(tags)],
    alignments: data.alignments
      .slice(0, most)
      .map(alignment)
      .filter(({ name }) => isThere(name)),
    evidence: data.evidence
      .slice(0, most)
      .map(evidence)
      .filter(({ url, narrative }) => url ?? narrative),
    recipients: data.recipients.slice(0, most).map(recipient),
    recipientName: maybe(words(300), data.recipientName),
    language: /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(data.language ?? '')
      ? (data.language ?? 'en')
      : 'en',
  }
}

const most = 30

// Control characters but tab and line ends, and halves of characters: PostgreSQL takes neither.
const plain = (given: string) =>
  given
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}/gu, '')
    .normalize('NFC')
    .trim()

const text = (longest: number) => (given: string) => plain(given).slice(0, longest).toWellFormed()

/** The same on one line. */
const words = (longest: number) => (given: string) =>
  text(longest)(given.replace(/[\s\u2028\u2029]+/g, ' '))

const isThere = (given: string) => given !== ''

const maybe = (read: (given: string) => string, given: string | null) =>
  given === null ? null : read(given) || null

const url = (given: string | null) => webAddress.nullable().catch(null).parse(given)

export function instant(given: string | null): Date | null {
  const date = new Date(given ?? Number.NaN)
  const year = date.getUTCFullYear()
  return year >= 1900 && year < 2200 ? date : null
}

function criteriaOf({ narrative, url: page }: BadgeData['criteria']): string {
  const address = url(page)
  return [text(10_000)(narrative ?? ''), address && `<${address}>`].filter(Boolean).join('\n\n')
}

function issuerOf({ id, name, url: page, email }: BadgeData['issuer']) {
  const short = (given: string | null) => maybe(words(300), given)
  return {
    name: short(name) ?? short(id) ?? 'An unknown issuer',
    url: issuerPage(id ?? '', url(page)),
    email: short(email) ?? '',
    foreignId: plain(id ?? ''),
  }
}

/**
 * Its address is that of its `id`: anybody can name a known home page beside an `id` of their own.
 * Only a page on the same host may be the nicer one.
 */
function issuerPage(id: string, page: string | null): string {
  const own = url(issuerHome(id))
  if (own === null) return ''
  const isSame = page !== null && new URL(page).host === new URL(own).host
  return isSame ? page : new URL('/', own).href
}

const alignment = (given: BadgeData['alignments'][number]) => ({
  name: words(200)(given.name),
  url: url(given.url),
  framework: maybe(words(200), given.framework),
  code: maybe(words(100), given.code),
  description: maybe(text(2000), given.description),
})

const evidence = (given: BadgeData['evidence'][number]) => ({
  url: url(given.url),
  name: maybe(words(200), given.name),
  narrative: maybe(text(5000), given.narrative),
})

const recipient = (given: BadgeData['recipients'][number]) => ({
  ...{ type: words(100)(given.type), value: words(1000)(given.value), isHashed: given.isHashed },
  // A salt is part of what was hashed, so it is not trimmed.
  salt: storable(given.salt).slice(0, 1000),
})
