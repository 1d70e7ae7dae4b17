import { isObject, listOf, textOf } from '#openbadges/json'

// Open Badges 2.0, "Primitive Data Types".

const isoForm = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(\.\d+)?(Z|[+-]\d\d(?::?\d\d)?)$/i

/** DateTime: ISO 8601 with a time and a zone. Null for whatever is no instant. */
export function instantOf(value: unknown): Date | null {
  const match = isoForm.exec(textOf(value) ?? '')
  if (!match) return null
  const [, day = '', time = '', seconds = ':00', fraction = '', zone = ''] = match
  const instant = new Date(`${day}T${time}${seconds}${fraction}${withMinutes(zone)}`)
  return Number.isNaN(+instant) || !isDay(day) ? null : instant
}

/** `+08` and `+0800` are `+08:00`. */
const withMinutes = (zone: string) =>
  zone.replace(
    /^([+-]\d\d):?(\d\d)?$/,
    (_, hours: string, minutes = '00') => `${hours}:${String(minutes)}`,
  )

/** The 30th of February is none. */
function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(+midnight) && midnight.toISOString().startsWith(day)
}

export const isUrl = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:\/\/\S+$/i.test(value) && URL.canParse(value)

const uuid = /^urn:uuid:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** An address, a name such as `urn:uuid:…`, or a node without a name of its own (`_:b0`). */
export function isIri(value: unknown): boolean {
  if (typeof value !== 'string' || /\s/.test(value)) return false
  if (isUrl(value) || /^_:\S/.test(value)) return true
  if (/^urn:uuid:?/i.test(value)) return uuid.test(value)
  return /^(urn|did|tag|info|ni|mailto):.+/i.test(value)
}

export const isEmail = (value: unknown): boolean =>
  typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value)

export const isTelephone = (value: unknown): boolean =>
  typeof value === 'string' && /^\+?[1-9]\d{1,14}(;ext=\d+)?$|^\+\d{2,15}(;ext=\d+)?$/.test(value)

export const isText = (value: unknown): boolean => textOf(value) !== null

export const isDataUri = (value: unknown): value is string =>
  typeof value === 'string' && /^data:([\w.+-]+\/[\w.+-]+)?(;[\w.+=-]+)*,/i.test(value)

/** An address, or what stands in its place. */
export const isLink = (value: unknown): boolean => isIri(textOf(value)) || isObject(value)

export const areAll = (value: unknown, is: (one: unknown) => boolean): boolean =>
  listOf(value).every(is)
