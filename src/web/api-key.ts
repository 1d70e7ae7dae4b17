import type { Request, RequestHandler } from 'express'
import { issuerOfKey, type ActingIssuer } from '#issuing/issuers'
import { take } from '#limits/limits'
import { clientOfRequest } from './device.ts'
import { sendProblem } from './problem.ts'

declare global {
  namespace Express {
    interface Request {
      /** Whose key came with the request: set by `requireKey`. */
      issuer?: ActingIssuer
    }
  }
}

/** A key counts in the Authorization header only; a session cookie does nothing here. */
export const requireKey: RequestHandler = async (req, res, next) => {
  const key = /^Bearer (bp_[\w-]{43})$/i.exec(req.headers.authorization ?? '')?.[1]
  const issuer = key === undefined ? null : await issuerOfKey(key, req.now)
  if (!issuer) {
    await take('api.wrong-key', clientOfRequest(req))
    res.set('WWW-Authenticate', 'Bearer')
    return sendProblem(res, 401, 'A valid key is needed', {
      detail: 'Send your key as Authorization: Bearer bp_…',
    })
  }
  await take('api.issuer', issuer.id)
  req.issuer = issuer
  next()
}

/** Who awards. Only below `requireKey`. */
export function currentIssuer(req: Request): ActingIssuer {
  if (!req.issuer) throw new Error('currentIssuer is used above requireKey')
  return req.issuer
}
