// XML Schema 1.1 `dateTimeStamp`: a date, a time, and a zone (VCDM 2.0 §4.9). Without a zone it would
// be another instant for each reader.
const form =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

/** Null for whatever is no instant, such as the 30th of February. */
export function instantOf(value: unknown): Date | null {
  if (typeof value !== 'string') return null
  const match = form.exec(value)
  if (!match) return null
  const [, year, month, day] = match
  const isDay = Number(day) <= 28 || Number(day) <= daysIn(Number(year), Number(month))
  return isDay ? new Date(value) : null
}

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()
