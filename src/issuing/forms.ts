import { z } from 'zod'
import { addressField } from '#accounts/email-address'
import { readPicture } from '#pictures/picture-file'
import { line, text } from '#text'

/** A web address: http or https, parsed, so that nothing else can ever become a link. */
export const webAddress = z
  .string({ error: 'must be a web address' })
  .max(2048, 'must be a web address of at most 2048 characters')
  .transform((given, context) => {
    const url = URL.canParse(given.trim()) ? new URL(given.trim()) : null
    if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '')
      return url.href
    context.addIssue({
      code: 'custom',
      message: 'must be a web address that begins with https:// or http://',
    })
    return z.NEVER
  })

const picture = z
  .string({ error: 'must be a data URL of a PNG or SVG' })
  .transform((url, context) => {
    const read = readPicture(url)
    if (read.ok) return read.picture
    context.addIssue({ code: 'custom', message: read.problem })
    return z.NEVER
  })

const words = z.array(line(100, 'must not be empty')).max(30, 'at most 30').default([])

/** A place in a framework, such as CEFR B2 (Open Badges: Alignment). */
const alignment = z.object({
  name: line(200, 'must not be empty'),
  url: webAddress.nullable().default(null),
  framework: line(200).nullable().default(null),
  code: line(100).nullable().default(null),
  description: text(2000).nullable().default(null),
})

/** Something that shows how the badge was earned (Open Badges: Evidence). */
const evidence = z
  .object({
    url: webAddress.nullable().default(null),
    name: line(200).nullable().default(null),
    narrative: text(5000).nullable().default(null),
  })
  .refine(({ url, narrative }) => url !== null || narrative !== null, 'needs a url or a narrative')

const language = z
  .string({ error: 'must be a language tag, like en or pt-BR' })
  .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag, like en or pt-BR')
  .default('en')

const dayOrTime = 'must be a date like 2026-03-04, or a time with zone like 2026-03-04T10:00:00Z'

/** A day (taken as UTC) or an instant with its zone; `ofDay` says which instant of the day is meant. */
const date = (ofDay: 'start' | 'end') =>
  z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], { error: dayOrTime })
    .transform((given, context) => {
      const time = ofDay === 'start' ? 'T00:00:00.000Z' : 'T23:59:59.999Z'
      const date = new Date(given.length === 10 ? given + time : given)
      if (date.getUTCFullYear() >= 1900 && date.getUTCFullYear() < 2200) return date
      context.addIssue({ code: 'custom', message: 'must lie between the years 1900 and 2200' })
      return z.NEVER
    })

export const issuerForm = z.object({
  name: line(150, 'must not be empty'),
  url: webAddress,
  email: addressField,
})

export const badgeForm = z.object({
  name: line(150, 'must not be empty'),
  description: text(2000, 'must not be empty'),
  criteria: text(10_000, 'must not be empty'),
  image: picture,
  skills: words,
  tags: words,
  alignments: z.array(alignment).max(30, 'at most 30').default([]),
  language,
})

const notABadge = 'must be the id of one of your badges'
const badgeId = z.string({ error: notABadge }).regex(/^[a-z0-9]{1,64}$/, notABadge)

export const awardForm = z.object({
  badge: badgeId,
  email: addressField,
  name: line(150).nullable().default(null),
  issuedOn: date('start').optional(),
  expiresOn: date('end').nullable().default(null),
  evidence: z.array(evidence).max(20, 'at most 20').default([]),
  language: language.optional(),
  offerEndsOn: date('end').optional(),
})

export const revokeForm = z.object({ reason: text(1000).nullable().default(null) })

export type NewIssuer = z.infer<typeof issuerForm>
export type NewBadge = z.infer<typeof badgeForm>
export type NewAward = z.infer<typeof awardForm>

/** What was stored as JSON, back as typed data. */
export const alignmentsOf = (stored: unknown) => z.array(alignment).catch([]).parse(stored)
export const evidenceOf = (stored: unknown) => z.array(evidence).catch([]).parse(stored)
