import expressSession, { Store, type SessionData } from 'express-session'
import type { Request, RequestHandler } from 'express'
import { config } from '#config'
import { sessionIdles, sessionLives } from '#accounts/lifetimes'
import { db } from '#db'
import { minutes } from '#durations'
import { hashed } from '#ids'
import { key } from '#secrets'
import type { Prisma } from '#generated/prisma/client'
import type { ProviderName } from '#providers/provider'
import type { Visitor } from '#providers/visitor'

declare module 'express-session' {
  interface SessionData {
    /** "Firefox on Android": for the list of devices. */
    device: string
    /** Who is logged in: written by passport. */
    passport: { user?: string }
    /** When they last showed who they are, in milliseconds. */
    loggedInAt: number
    /** With a passkey or a second step: what issuers' staff must have. */
    isStrong: boolean
    /** One step is done, and the second one is still to come. */
    halfway: { accountId: string; by: WayIn; at: number; to: string; passwordMark: string }
    /** A sign-up of this browser that still waits for its confirmation. */
    signUpId: string
    /** The badge whose *Get my badge* link was followed. */
    claimId: string
    /** The address of that sign-up was not typed here, so it is not shown here either. */
    hideAddress: boolean
    /** A code to log in with, asked for by this browser. */
    logInCode: { id: string; to: string }
    /** On the way to Google or Facebook and back. */
    leaving: {
      provider: ProviderName
      stateHash: string
      /** What PKCE keeps back until the code is exchanged. */
      verifier: string | null
      at: number
      /** To log in, or to add the provider to the account that is logged in. */
      purpose: 'log-in' | 'add'
      accountId: string | null
      to: string
    }
    /** Somebody came from a provider, and their address has still to be asked for or logged in to. */
    visiting: { visitor: Visitor; at: number; to: string }
    /** The challenge of a passkey that was asked for: used once. */
    passkey: { challenge: string; at: number; for: 'log-in' | 'add' }
    flash: { title: string; text?: string; tone: 'success' | 'info' }
  }
}

/** What somebody showed to get in. */
export type WayIn = 'password' | 'code' | 'passkey' | ProviderName | 'sign-up'

export const secure = config.siteUrl.startsWith('https:')

export const sessionCookie = secure ? '__Host-sid' : 'sid'

const touchEvery = minutes(5)

/** Sessions in PostgreSQL: the browser holds the id, the table only its hash. */
class Sessions extends Store {
  readonly #now: () => Date
  /** Those that have a row. One whose row is gone was ended meanwhile, and must not come back. */
  readonly #kept = new WeakSet<object>()

  constructor(now: () => Date) {
    super()
    this.#now = now
  }

  override get(sid: string, done: (error: unknown, session?: SessionData | null) => void) {
    const now = +this.#now()
    db.session
      .findUnique({ where: { id: hashed(sid) } })
      .then((row) => {
        const alive =
          row && +row.touchedAt > now - sessionIdles && +row.createdAt > now - sessionLives
        if (alive && +row.touchedAt < now - touchEvery) void this.#touch(row.id)
        done(null, alive ? (row.data as unknown as SessionData) : null)
      })
      .catch(done)
  }

  override createSession(req: Request, data: SessionData) {
    const session = super.createSession(req, data)
    this.#kept.add(session)
    return session
  }

  override set(sid: string, session: SessionData, done?: (error?: unknown) => void) {
    this.#write(hashed(sid), session).then(
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

  async #write(id: string, session: SessionData) {
    const row = {
      accountId: session.passport?.user ?? null,
      device: session.device ?? '',
      data: session as unknown as Prisma.InputJsonObject,
    }
    if (this.#kept.has(session))
      return void (await db.session.updateMany({ where: { id }, data: row }))
    const now = this.#now()
    await db.session.create({ data: { id, ...row, createdAt: now, touchedAt: now } })
    this.#kept.add(session)
  }

  async #touch(id: string) {
    await db.session.updateMany({ where: { id }, data: { touchedAt: this.#now() } })
  }
}

/** Only pages for people with a login or on the way to one have a session; public pages never do. */
export function sessions(now: () => Date): RequestHandler[] {
  const throughTls: RequestHandler = (req, _res, next) => {
    // TLS ends before us. SITE_URL says that it is there, whatever a header claims.
    if (secure) Object.defineProperty(req, 'secure', { value: true })
    next()
  }
  const session = expressSession({
    name: sessionCookie,
    secret: key('session').toString('base64url'),
    store: new Sessions(now),
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
