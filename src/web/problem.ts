import type { Request, Response } from 'express'
import type { z } from 'zod'

/** One field that is wrong: its place in the body (RFC 6901), its name, and what to mend. */
interface FieldProblem {
  pointer: string
  field: string
  detail: string
}

/** RFC 9457: what went wrong, for programs and for the person who reads their log. */
export function sendProblem(res: Response, status: number, title: string, more: object = {}) {
  const problem = { type: 'about:blank', title, status, ...more }
  res.status(status).type('application/problem+json').send(JSON.stringify(problem))
}

export function sendFieldProblems(res: Response, errors: FieldProblem[]) {
  const detail = errors.map((error) => `${error.field} ${error.detail}`).join('; ')
  sendProblem(res, 400, 'The request has a mistake', { detail, errors })
}

export const fieldProblem = (field: string, detail: string): FieldProblem => ({
  pointer: `#/${field}`,
  field,
  detail,
})

/** Reads a JSON body; on a mistake answers which fields, and gives null. */
export function readJson<Schema extends z.ZodType>(
  schema: Schema,
  req: Request,
  res: Response,
): z.output<Schema> | null {
  if (!req.is('application/json')) {
    sendProblem(res, 415, 'Send JSON', { detail: 'The Content-Type must be application/json.' })
    return null
  }
  const read = schema.safeParse(req.body)
  if (read.success) return read.data
  sendFieldProblems(
    res,
    read.error.issues.map((issue) => ({
      pointer: `#${issue.path.map((part) => `/${String(part)}`).join('')}`,
      field: issue.path.join('.') || 'body',
      detail: issue.message,
    })),
  )
  return null
}
