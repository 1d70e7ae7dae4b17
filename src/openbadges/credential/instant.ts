// XML Schema 1.1 `dateTimeStamp`: a date, a time, and a zone (VCDM 2.0 §4.9). Without a zone it would
// be another instant for each reader.
const form =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

/** Null for whatever is no instant, such as the 30th of February. */
export function instantOf(value: unknown): Date | null {
  if (typeof value !== 'string') return null
  const match = form.exec(value)
  if (!match) return null
  const [, year, month, day] = match.map(Number)
  const isDay = (day ?? 0) >= 1 && (day ?? 0) <= daysIn(year ?? 0, month ?? 0)
  return isDay ? new Date(value) : null
}

/** No days in what is no month. */
const daysIn = (year: number, month: number) =>
  month >= 1 && month <= 12 ? new Date(Date.UTC(year, month, 0)).getUTCDate() : 0
