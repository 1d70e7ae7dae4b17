import { languages, languageOf, type Language } from './languages.ts'

const longDay = (language: string) =>
  new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, {
    dateStyle: 'long',
    timeZone: 'UTC',
  })

const formats = Object.fromEntries(
  Object.keys(languages).map((language) => [language, longDay(language)]),
) as Record<Language, Intl.DateTimeFormat>

/**
 * 4 March 2026, or March 4, 2026: the issuer's day, in UTC, with the month in letters, since half
 * the world writes 3/4.
 */
export const day = (date: Date, language = 'en-GB'): string =>
  formats[languageOf(language)].format(date)

/** The day and the minute, in UTC: for what happened around an account. */
export const minute = (date: Date, language = 'en-GB'): string =>
  `${day(date, language)}, ${date.toISOString().slice(11, 16)} UTC`

/** How the views of one page write dates: as text, and as `<time>`. */
export const datesIn = (language: string) => ({
  day: (date: Date) => day(date, language),
  date: (date: Date) => time(date.toISOString().slice(0, 10), day(date, language)),
  minute: (date: Date) => time(date.toISOString(), minute(date, language)),
})

const time = (value: string, words: string) => `<time datetime="${value}">${words}</time>`
