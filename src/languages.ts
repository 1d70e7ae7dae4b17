/** The languages that pages are shown in, each by its own name. BCP 47 tags: the region decides how dates are written. */
export const languages = {
  'en-GB': 'English (United Kingdom)',
  'en-US': 'English (United States)',
} as const

export type Language = keyof typeof languages

/** A stored tag may be one that an older or newer release knows. */
export const languageOf = (tag: string): Language =>
  Object.hasOwn(languages, tag) ? (tag as Language) : 'en-GB'
