const long = new Intl.DateTimeFormat('en-GB-u-ca-gregory-nu-latn', {
  dateStyle: 'long',
  timeZone: 'UTC',
})

/** 4 March 2026: the issuer's day, in UTC, with the month in letters, since half the world writes 3/4. */
export const day = (date: Date): string => long.format(date)
