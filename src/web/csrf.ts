import { createHmac } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { config } from '#config'
import { NotAllowed } from '#errors'
import { isSameSecret, key } from '#secrets'
import { browserSecret } from './browser-secret.ts'
import { secure } from './session.ts'

const visitors = browserSecret('visitor')

/**
 * A changing request must carry a token that this browser was given in a form, and must not
 * say that another site sent it. Old phones send no Sec-Fetch-Site but do send Origin;
 * the token stands even where both are missing. Needs no session, so a visitor has no row for it.
 */
export const csrf: RequestHandler = (req, res, next) => {
  let visitor = visitors.of(req)
  res.locals['csrfField'] = () => {
    visitor ??= visitors.give(res)
    return `<input type="hidden" name="_csrf" value="${tokenFor(visitor)}">`
  }
  if (req.method === 'GET' || req.method === 'HEAD') return next()
  if (cannotPass(req) || !visitor || !isToken(req.body, tokenFor(visitor))) {
    throw new NotAllowed(
      'This form is too old, or came from another site. Go back, load the page again and try once more.',
    )
  }
  next()
}

/** Whether a changing request is refused whatever its form holds: then nobody needs to read that. */
export const cannotPass = (req: Request): boolean =>
  sentFromElsewhere(req) || visitors.of(req) === undefined

const tokenFor = (visitor: string) =>
  createHmac('sha256', key('csrf')).update(visitor).digest('base64url')

function isToken(body: unknown, expected: string) {
  const given = (body as { _csrf?: unknown } | undefined)?._csrf
  return typeof given === 'string' && isSameSecret(given, expected)
}

/**
 * Sec-Fetch-Site is the browser's own word. Older ones have only Origin, which our pages' policy of
 * no-referrer turns into "null", so that says nothing. The Host has been checked before this.
 */
export function sentFromElsewhere(req: Request): boolean {
  const site = req.headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin'
  const { origin = 'null' } = req.headers
  if (origin === 'null' || origin === config.siteUrl) return false
  return origin !== `${secure ? 'https' : 'http'}://${req.headers.host}`
}
