import expressSession, { Store, type SessionData } from 'express-session'
import type { RequestHandler } from 'express'
import { config } from '#config'
import { sessionIdles, sessionLives } from '#accounts/lifetimes'
import { db } from '#db'
import { minutes } from '#durations'
import { hashed } from '#ids'
import { key } from '#secrets'
import type { Prisma } from '#generated/prisma/client'

declare module 'express-session' {
  interface SessionData {
    /** Who is logged in: written by passport. */
    passport: { user?: string }
    /** A sign-up of this browser that still waits for its confirmation. */
    signUpId: string
    /** The badge whose *Get my badge* link was followed. */
    claimId: string
    /** The address of that sign-up was not typed here, so it is not shown here either. */
    hideAddress: boolean
    flash: { title: string; text?: string; tone: 'success' | 'info' }
  }
}

export const secure = config.siteUrl.startsWith('https:')

const touchEvery = minutes(5)

/** Sessions in PostgreSQL: the browser holds the id, the table only its hash. */
class Sessions extends Store {
  override get(sid: string, done: (error: unknown, session?: SessionData | null) => void) {
    const now = Date.now()
    db.session
      .findUnique({ where: { id: hashed(sid) } })
      .then((row) => {
        const alive =
          row && +row.touchedAt > now - sessionIdles && +row.createdAt > now - sessionLives
        if (alive && +row.touchedAt < now - touchEvery) void this.touchRow(row.id)
        done(null, alive ? (row.data as unknown as SessionData) : null)
      })
      .catch(done)
  }

  override set(sid: string, session: SessionData, done?: (error?: unknown) => void) {
    const id = hashed(sid)
    const data = session as unknown as Prisma.InputJsonObject
    const accountId = session.passport?.user ?? null
    db.session
      .upsert({ where: { id }, create: { id, accountId, data }, update: { accountId, data } })
      .then(
        () => done?.(),
        (error: unknown) => done?.(error),
      )
  }

  override destroy(sid: string, done?: (error?: unknown) => void) {
    db.session.deleteMany({ where: { id: hashed(sid) } }).then(
      () => done?.(),
      (error: unknown) => done?.(error),
    )
  }

  // Called after each answer; `get` has already done it, and seldom enough.
  override touch(_sid: string, _session: SessionData, done?: () => void) {
    done?.()
  }

  private async touchRow(id: string) {
    await db.session.updateMany({ where: { id }, data: { touchedAt: new Date() } })
  }
}

/** Only pages for people with a login or on the way to one have a session; public pages never do. */
export function sessions(): RequestHandler[] {
  const throughTls: RequestHandler = (req, _res, next) => {
    // TLS ends before us. SITE_URL says that it is there, whatever a header claims.
    if (secure) Object.defineProperty(req, 'secure', { value: true })
    next()
  }
  const session = expressSession({
    name: secure ? '__Host-sid' : 'sid',
    secret: key('session').toString('base64url'),
    store: new Sessions(),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: sessionLives },
  })
  return [throughTls, session, saveBeforeRedirect]
}

/**
 * A browser follows a redirect as soon as it sees it, while express-session would still be saving:
 * the next page then knew nothing of the login or the message. So save first, then redirect.
 */
const saveBeforeRedirect: RequestHandler = (req, res, next) => {
  const redirect = res.redirect.bind(res) as (...to: unknown[]) => void
  res.redirect = (...to: unknown[]) => {
    const session = req.session as typeof req.session | undefined
    // The cookie's settings are always there; with nothing else there is nothing to remember.
    if (!session || Object.keys(session).length <= 1) return redirect(...to)
    session.save((error: unknown) => (error ? next(error) : redirect(...to)))
  }
  next()
}
