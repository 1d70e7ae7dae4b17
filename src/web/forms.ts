import type { Request } from 'express'
import { z } from 'zod'

/** What a form shows when it comes back: what was typed (never passwords), and what to mend. */
export interface FormState {
  values: Record<string, string>
  errors: { field: string; message: string }[]
}

export const emptyForm: FormState = { values: {}, errors: [] }

/** Checks what was sent. On a mistake the same view is shown again (422) with `form`. */
export function readForm<Schema extends z.ZodType>(schema: Schema, req: Request) {
  const body: unknown = req.body ?? {}
  const read = schema.safeParse(body)
  if (read.success) return { ok: true as const, data: read.data }
  return { ok: false as const, form: { values: typed(body), errors: mistakes(read.error) } }
}

/** A form that was well typed and still cannot be done: say so at the field. */
export function refused(req: Request, field: string, message: string): FormState {
  return { values: typed(req.body), errors: [{ field, message }] }
}

function typed(body: unknown): Record<string, string> {
  const given = Object.entries((body ?? {}) as Record<string, unknown>)
  const shown = given.filter(([name]) => name !== 'password' && name !== '_csrf')
  return Object.fromEntries(
    shown.filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}

/** The first mistake of each field, in the order of the fields. */
function mistakes(error: z.ZodError) {
  const byField = new Map<string, string>()
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? 'form')
    if (!byField.has(field)) byField.set(field, issue.message)
  }
  return [...byField].map(([field, message]) => ({ field, message }))
}

/** One short piece of text of a query or body; anything else counts as absent. */
export function shortText(from: unknown, name: string): string | undefined {
  const value = (from as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' && value.length <= 2048 ? value : undefined
}
