import { randomBytes } from 'node:crypto'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { SessionData } from 'express-session'
import passport from 'passport'
import { Strategy as FacebookStrategy } from 'passport-facebook'
import { Strategy as GoogleStrategy } from 'passport-google-oauth20'
import type { StateStore } from 'passport-oauth2'
import { leavingLasts } from '#accounts/lifetimes'
import { config } from '#config'
import { NotFound } from '#errors'
import { hashed } from '#ids'
import { take } from '#limits/limits'
import { log } from '#log'
import { isSetUp, type ProviderName } from '#providers/provider'
import { readVisitor, type Visitor } from '#providers/visitor'
import { isSameSecret } from '#secrets'
import { clientOfRequest } from './device.ts'
import { shortText } from './forms.ts'
import { askInTime, type Ask } from './provider-request.ts'

export type Leaving = SessionData['leaving']

/** What it is for, and where it leads in the end. */
type Trip = Pick<Leaving, 'purpose' | 'to'>

type Handling = [Request, Response, NextFunction]

/** A strategy lives for one request, so that what belongs to that request needs no detour. */
interface Way {
  store: StateStore
  ask: Ask
  hear: (answer: unknown) => void
}

const shared = (provider: ProviderName) => {
  const settings = config[provider]
  if (!settings) throw new Error(`${provider} is not set up`)
  return {
    clientID: settings.clientId,
    clientSecret: settings.clientSecret,
    authorizationURL: settings.authorizeUrl,
    tokenURL: settings.tokenUrl,
    profileUrl: settings.profileUrl,
    // Never from the Host of a request: the code goes there.
    callbackURL: `${config.siteUrl}/log-in/${provider}/callback`,
  }
}

class Google extends GoogleStrategy {
  constructor({ store, ask, hear }: Way) {
    const { profileUrl: userProfileURL, ...urls } = shared('google')
    const scope = ['openid', 'email', 'profile']
    super({ ...urls, userProfileURL, scope, pkce: true, store }, (_access, _refresh, { _json }) =>
      hear(_json),
    )
    // In a header: tokens in addresses end in logs.
    this._oauth2.useAuthorizationHeaderforGET(true)
    Object.assign(this._oauth2, { _request: ask })
  }
}

/**
 * Without PKCE: Facebook takes it only where a login ends in an ID token, which this strategy does
 * not ask for. The state and our secret bind the code to this browser and to us.
 */
class Facebook extends FacebookStrategy {
  constructor({ store, ask, hear }: Way) {
    const { profileUrl: profileURL, ...urls } = shared('facebook')
    const scope = ['email', 'public_profile']
    const profileFields = ['id', 'displayName', 'emails']
    const told = { profileURL, profileFields, enableProof: true }
    super({ ...urls, ...told, scope, store }, (_access, _refresh, { _json }) => hear(_json))
    Object.assign(this._oauth2, { _request: ask })
  }
}

const strategies = { google: Google, facebook: Facebook }

/** Passport's own types know only the stores that do without PKCE. */
const asStore = (store: object) => store as StateStore

const nothing = () => undefined

/** Begins the trip to a provider; whom another site has sent here stays on a page of ours instead. */
export async function begin(
  provider: ProviderName,
  trip: Trip,
  ownPage: string,
  [req, res, next]: Handling,
): Promise<void> {
  if (!isSetUp(provider)) throw new NotFound()
  if (isLedHere(req)) return res.redirect(303, ownPage)
  await take('provider.client', clientOfRequest(req))
  leaveFor(provider, trip, [req, res, next])
}

/**
 * Another site sent the browser here. Then nothing begins before the person presses a link of ours:
 * nobody is to be logged in, or out of their own account, by looking at a page (login CSRF).
 */
const isLedHere = ({ headers }: Request): boolean =>
  headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site'

/**
 * Sends the browser to the provider, and keeps in its session what it must bring back. Who shares a
 * computer sees whose Google account it is, and who shows again who they are types a password.
 */
function leaveFor(provider: ProviderName, { purpose, to }: Trip, [req, res, next]: Handling): void {
  const accountId = req.user?.id ?? null
  const store = asStore({
    // The strategy picks what it hands over by the number of parameters.
    store(_: Request, verifier: string | undefined, _own: unknown, _meta: unknown, done: Saved) {
      const state = randomBytes(32).toString('base64url')
      const secrets = { stateHash: hashed(state), verifier: verifier ?? null }
      req.session.leaving = { provider, ...secrets, at: +req.now, purpose, accountId, to }
      // Before the strategy redirects: the browser may be back sooner than a session is saved.
      req.session.save((error: unknown) => done(error ?? null, state))
    },
  })
  const strategy = new strategies[provider]({ store, ask: nothing, hear: nothing })
  const asks = {
    prompt: 'select_account',
    ...(accountId !== null && { authType: 'reauthenticate' }),
  }
  // With a `code` in the query the strategy would take this for the way back.
  const bare = Object.create(req, { query: { value: {} } }) as Request
  void (passport.authenticate(strategy, asks) as RequestHandler)(bare, res, next)
}

type Saved = (error: unknown, state: string) => void

/**
 * The trip that this browser comes back from: the one it was sent on, by the same person, through
 * the same provider, within ten minutes, once. Null in every other case.
 */
export async function comeBack(req: Request, provider: ProviderName): Promise<Leaving | null> {
  const { leaving } = req.session
  const state = shortText(req.query, 'state')
  if (!leaving || state === undefined || !isSameSecret(hashed(state), leaving.stateHash))
    return null
  delete req.session.leaving
  await new Promise<void>((resolve, reject) => {
    req.session.save((error: Error | null) => (error ? reject(error) : resolve()))
  })
  const isInTime = +req.now - leaving.at < leavingLasts
  const isTheirs = leaving.accountId === (req.user?.id ?? null)
  return isInTime && isTheirs && leaving.provider === provider ? leaving : null
}

export type NoVisitor = 'code refused' | 'no answer'

/** Exchanges the code and asks who it is. What the provider gave us for that is not kept. */
export function hearFrom(
  req: Request,
  res: Response,
  { provider, verifier }: Leaving,
): Promise<Visitor | NoVisitor> {
  return new Promise((resolve) => {
    // Without a code the strategy would send the browser away once more.
    if (shortText(req.query, 'code') === undefined) return resolve('no answer')
    const fail = (error: unknown) => resolve(reasonOf(provider, error))
    const store = asStore({
      // The state was checked by `comeBack`.
      verify: (_req: Request, _state: unknown, done: (error: null, ok: string | true) => void) =>
        done(null, verifier ?? true),
    })
    const hear = (answer: unknown) => resolve(readVisitor(provider, answer) ?? 'no answer')
    const strategy = new strategies[provider]({ store, ask: askInTime(fail), hear })
    void (passport.authenticate(strategy, fail) as RequestHandler)(req, res, fail)
  })
}

// How Google and Facebook say that a code was used before, or is too old.
const refusals = new Set<unknown>(['invalid_grant', 100])

interface Failure {
  name?: unknown
  code?: unknown
  cause?: { code?: unknown }
  oauthError?: { statusCode?: unknown }
}

/** Only the kind of failure is logged: the provider's words may hold a code or a token. */
function reasonOf(provider: ProviderName, error: unknown): NoVisitor {
  const { name, code, cause, oauthError } = (error ?? {}) as Failure
  const why = { provider, error: name, code: code ?? cause?.code, status: oauthError?.statusCode }
  log.warn(why, 'a login provider gave no answer that can be used')
  return refusals.has(code) ? 'code refused' : 'no answer'
}
