import { randomBytes } from 'node:crypto'
import type { CookieOptions, Request, Response } from 'express'
import { secure } from './session.ts'

/** A cookie of 128 random bits: a browser is known again by it, and nobody else has it. */
export function browserSecret(name: string, lasts: Pick<CookieOptions, 'maxAge'> = {}) {
  const cookie = secure ? `__Host-${name}` : name
  const kept = new RegExp(`(?:^|;\\s*)${cookie}=([\\w-]{22})(?:;|$)`)
  return {
    /** The secret that came with the request. */
    of: (req: Request): string | undefined => kept.exec(req.headers.cookie ?? '')?.[1],
    /** Sets it, anew where none is handed in. */
    give(res: Response, secret = randomBytes(16).toString('base64url')): string {
      const settings = { httpOnly: true, sameSite: 'lax', secure, path: '/', ...lasts } as const
      res.cookie(cookie, secret, settings)
      return secret
    },
  }
}
