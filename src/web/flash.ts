import type { Request, RequestHandler } from 'express'

/** Says something on the next page, once. Call it before redirecting. */
export function flash(req: Request, title: string, text?: string, tone: 'success' | 'info' = 'success') {
  req.session.flash = { title, tone, ...(text !== undefined && { text }) }
}

/** Hands the message to the page that is about to be shown, and forgets it. */
export const showFlash: RequestHandler = (req, res, next) => {
  if (req.method === 'GET' && req.session.flash) {
    res.locals['flash'] = req.session.flash
    delete req.session.flash
  }
  next()
}
