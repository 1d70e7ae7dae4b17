import { z } from 'zod'
import { languages, type Language } from '#languages'
import { blank, line } from '#text'

/** A name is one line of any script; nobody has to have two. */
export const namesForm = z.object({
  name: line(100, 'Enter your full name'),
  shownName: z.union([blank, line(100)], { error: 'Use 100 characters or fewer, on one line' }),
  language: z.enum(Object.keys(languages) as [Language, ...Language[]], {
    error: 'Choose a language',
  }),
})

const listOf = z.union([z.string(), z.array(z.string())]).default([])

/** Unticked boxes are not sent. */
export const emailsForm = z.object({
  newBadges: z.literal('on').optional(),
  /** The issuers whose emails shall come again. */
  again: listOf.transform((ids) => [ids].flat()),
})
