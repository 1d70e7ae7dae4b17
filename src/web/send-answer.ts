import type { Request, Response } from 'express'
import type { Answer } from '#answer'
import { askEachTime, openDataHeaders, setHeaders } from './headers.ts'

/** Sends an answer whole, or says that the caller has it already. */
export function sendAnswer(req: Request, res: Response, { status, body, etag, indexable }: Answer) {
  res.setHeader('ETag', etag)
  if (!indexable) res.setHeader('X-Robots-Tag', 'noindex')
  if (status === 200 && holds(req, etag)) res.status(304).end()
  else res.status(status).setHeader('Content-Length', body.length).end(body)
}

/** RFC 9110, 13.1.2: the caller has this very answer already. */
function holds(req: Request, etag: string): boolean {
  const held = req.headers['if-none-match'] ?? ''
  return held.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

/**
 * Data that programs on any site may read, as the first of these media types that the caller takes;
 * one that takes none of them gets the first all the same.
 */
export function sendData(req: Request, res: Response, data: Answer, types: readonly string[]) {
  setHeaders(res, { ...openDataHeaders, ...askEachTime })
  res.vary('Accept')
  res.type(req.accepts([...types]) || (types[0] ?? 'json'))
  sendAnswer(req, res, data)
}

/** OB 3.0 §5.1; the later names are those of Verifiable Credentials 2.0 and of plain JSON-LD. */
export const credentialTypes = [
  'application/vc+ld+json',
  'application/vc',
  'application/ld+json',
  'application/json',
] as const

/** OB 3.0 §5.2; the later name is that of Verifiable Credentials 2.0. */
export const jwtTypes = ['text/plain', 'application/vc+jwt', 'application/jwt'] as const

/** Open Badges 2.0, "Setting Content-Type". */
export const linkedDataTypes = ['application/ld+json', 'application/json'] as const

/** Whether the caller asked for a page by its name, as browsers do, and would not rather have data. */
export const wantsPage = (req: Request) =>
  (req.headers.accept ?? '').includes('text/html') &&
  req.accepts(['text/html', ...credentialTypes]) === 'text/html'
