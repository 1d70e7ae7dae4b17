import type { z } from 'zod'

/** Something that the command line can do. */
export interface Command {
  /** One or two words, as they are typed. */
  name: string
  summary: string
  /** What stands behind the name without an option's; its value comes under this name. */
  argument?: { name: string; about: string }
  options: Record<string, { about: string; needed?: boolean; many?: boolean }>
  needsDatabase: boolean
  run(values: Record<string, unknown>, now: Date): Promise<object>
  /** The answer in words, for people. */
  tell(answer: object): string
  /** With what it ends, if not always with 0. */
  exitCode?(answer: object): number
  /** With what it ends when it was asked wrongly, if not with 1. */
  mistakeCode?: number
}

/** What was asked cannot be done as it was said: nothing was changed. */
export class Mistake extends Error {
  readonly problems: { field: string; detail: string }[]
  constructor(problems: { field: string; detail: string }[]) {
    super(problems.map(({ field, detail }) => `${field}: ${detail}`).join('; '))
    this.problems = problems
  }
}

/** Checks options by the schema that the API uses too. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const read = schema.safeParse(input)
  if (read.success) return read.data
  throw new Mistake(
    read.error.issues.map((issue) => ({ field: issue.path.join('.'), detail: issue.message })),
  )
}
