import { createHash } from 'node:crypto'

/** A finished answer: nothing in it depends on who asks. */
export interface Answer {
  status: 200 | 410
  body: Buffer
  etag: string
  indexable: boolean
}

/** An answer that is told from every other by what it says. */
export function answer(body: Buffer, more: Partial<Answer> = {}): Answer {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  return { status: 200, body, etag, indexable: false, ...more }
}

export const dataAnswer = (data: object, status: Answer['status'] = 200): Answer =>
  answer(Buffer.from(JSON.stringify(data)), { status })
