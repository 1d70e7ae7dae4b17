import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { BadRequest, NotAllowed, NotFound, Overloaded, TooManyTries } from '#errors'
import { log } from '#log'
import { pageHeaders, setHeaders } from './headers.ts'
import { sendProblem } from './problem.ts'
import { renderView } from './views.ts'

interface Failure {
  status: number
  heading: string
  text: string
  /** When it makes sense to try again. */
  retryAfterSeconds?: number
}

const notFound: Failure = {
  status: 404,
  heading: 'This page is not available',
  text: 'The owner has stopped sharing it, or the link is not complete.',
}

const unavailable: Failure = {
  status: 503,
  heading: 'Please try again in a moment',
  text: 'We cannot do this right now. Nothing is lost.',
  retryAfterSeconds: 5,
}

const broken: Failure = {
  status: 500,
  heading: 'Something went wrong',
  text: 'It is our mistake, and it was written down. Please try again.',
}

export const nothingHere: RequestHandler = () => {
  throw new NotFound()
}

/** The one place where an accident becomes a page, or a problem document for programs. */
export const errors: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) return next(error)
  const failure = failureOf(error)
  if (failure.status >= 500) log.error({ request: req.id, err: error }, 'a request failed')
  if (failure.retryAfterSeconds) res.set('Retry-After', String(failure.retryAfterSeconds))
  res.removeHeader('ETag')
  setHeaders(res, pageHeaders)
  if (isForPrograms(req))
    return sendProblem(res, failure.status, failure.heading, { detail: failure.text })
  sendPage(res, failure, failure.status === 500 ? req.id : null).catch(next)
}

async function sendPage(res: Response, failure: Failure, id: string | null) {
  const { status, heading, text } = failure
  const page = await renderView('errors/error', {
    layout: 'public-layout',
    title: heading,
    heading,
    text,
    id,
  })
  res.status(status).type('html').send(page)
}

const isForPrograms = (req: Request) => req.path.startsWith('/api/') || req.path.endsWith('.json')

function failureOf(error: unknown): Failure {
  if (error instanceof NotFound) return notFound
  if (error instanceof TooManyTries) return tooMany(error.seconds)
  if (error instanceof NotAllowed)
    return { status: 403, heading: 'This is not allowed', text: error.message }
  if (error instanceof Overloaded || isDatabaseAway(error)) return unavailable
  if (error instanceof BadRequest)
    return { status: error.status, heading: 'This did not work', text: error.message }
  return ofTheRequest(error) ?? broken
}

function tooMany(seconds: number): Failure {
  const minutes = Math.ceil(seconds / 60)
  return {
    status: 429,
    heading: `Please wait ${minutes === 1 ? '1 minute' : `${minutes} minutes`}`,
    text: 'There were too many tries. Your account is safe.',
    retryAfterSeconds: seconds,
  }
}

const sentences: Record<number, string> = {
  400: 'The request is damaged. Go back and try again.',
  413: 'This is too large to send.',
  415: 'This kind of data is not taken here.',
}

/** Body parsers and the router mark the caller's mistakes with a status of their own. */
function ofTheRequest(error: unknown): Failure | null {
  if (error instanceof URIError)
    return { status: 400, heading: 'This did not work', text: sentences[400] ?? '' }
  const status = (error as { status?: unknown } | null)?.status
  if (typeof status !== 'number' || status < 400 || status > 499) return null
  return { status, heading: 'This did not work', text: sentences[status] ?? sentences[400] ?? '' }
}

// Prisma's names for "cannot connect", "connection closed" and "waited too long for one".
const awayCodes = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'ECONNREFUSED',
  '57P01',
  '57P03',
])

function isDatabaseAway(error: unknown): boolean {
  const { code, cause, message } = (error ?? {}) as {
    code?: unknown
    cause?: unknown
    message?: unknown
  }
  if (typeof code === 'string' && awayCodes.has(code)) return true
  if (
    typeof message === 'string' &&
    /timeout exceeded when trying to connect|Connection terminated|Query read timeout/.test(message)
  )
    return true
  return cause !== undefined && isDatabaseAway(cause)
}
