import type { Request, RequestHandler } from 'express'
import type { SessionData } from 'express-session'

/** Says something on the next page, once. Call it before redirecting. */
export function flash(
  req: Request,
  title: string,
  text?: string,
  tone: 'success' | 'info' = 'success',
) {
  req.session.flash = { title, tone, ...(text !== undefined && { text }) }
}

/**
 * Hands the message to the page that shows it, and forgets it then. Only a page asks for it:
 * a picture that is fetched at the same moment must not swallow it.
 */
export const showFlash: RequestHandler = (req, res, next) => {
  let taken: SessionData['flash'] | null | undefined
  Object.defineProperty(res.locals, 'flash', {
    enumerable: true,
    get() {
      if (taken !== undefined) return taken
      taken = req.session.flash ?? null
      delete req.session.flash
      return taken
    },
  })
  next()
}
