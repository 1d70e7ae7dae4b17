import type { Request, RequestHandler, Response } from 'express'
import passport from 'passport'
import { Strategy as LocalStrategy } from 'passport-local'
import { findLearner, type Credentials, type Learner } from '#accounts/credentials'
import { noteEntry, noteLeave } from '#accounts/entry'
import { freshLoginLasts } from '#accounts/lifetimes'
import { tryPassword } from '#accounts/log-in'
import { hasSecondStep, passwordMarkOf } from '#two-step/protection'
import { deviceNameOf, giveDevice, visitorOf } from './device.ts'
import { secure, sessionCookie, type WayIn } from './session.ts'

declare global {
  namespace Express {
    // Passport's own hook for what `req.user` is.
    interface User extends Learner {}
  }
}

passport.use(
  new LocalStrategy(
    { usernameField: 'email', passReqToCallback: true },
    (req, email, password, done) => {
      tryPassword(email, password, visitorOf(req), req.now).then((found) => {
        if (found && 'learner' in found) done(null, found.learner)
        else done(null, false, found ? { message: found.signUpId } : undefined)
      }, done)
    },
  ),
)
passport.serializeUser((user, done) => done(null, user.id))
passport.deserializeUser((id: string, done) => {
  findLearner(id).then((learner) => done(null, learner ?? false), done)
})

/** Knows who is logged in on every page below it. */
export const rememberLogin = passport.session() as RequestHandler

/** Whose email and password these are; does not log in yet. */
export function readCredentials(req: Request): Promise<Credentials> {
  return new Promise((resolve, reject) => {
    // Passport's "message" is the id of a sign-up that still waits; without one, nobody was found.
    const answer = (error: Error | null, learner: Learner | false, info?: { message?: string }) => {
      if (error) reject(error)
      else if (learner) resolve({ learner })
      else resolve(info?.message === undefined ? null : { signUpId: info.message })
    }
    const check = passport.authenticate('local', answer) as RequestHandler
    void check(req, req.res as Response, reject)
  })
}

const hows: Record<WayIn, string> = {
  password: 'with your password',
  code: 'with a code from an email',
  passkey: 'with a passkey',
  google: 'with Google',
  facebook: 'with Facebook',
  'sign-up': 'by confirming your address',
}

/**
 * What every way in comes to: asks for the second step where the learner has one (a passkey is two
 * steps in itself), else logs in; then leads to `to`, which is a path of this site.
 */
export async function enter(
  req: Request,
  res: Response,
  learner: Learner,
  { by, to }: { by: WayIn; to: string },
): Promise<void> {
  if (by !== 'passkey' && (await hasSecondStep(learner.id))) {
    const passwordMark = await passwordMarkOf(learner.id)
    req.session.halfway = { accountId: learner.id, by, at: +req.now, to, passwordMark }
    return res.redirect(303, '/log-in/second-step')
  }
  await startLogin(req, res, learner, { by, isStrong: by === 'passkey' })
  res.redirect(303, to)
}

/** Starts a login with a new session id; the badge that brought the visitor here comes along. */
export async function startLogin(
  req: Request,
  res: Response,
  learner: Learner,
  { by, isStrong }: { by: WayIn; isStrong: boolean },
): Promise<void> {
  const { claimId, visiting } = req.session
  const deviceName = deviceNameOf(req)
  await new Promise<void>((resolve, reject) => {
    req.logIn(learner, (error: Error | null) => (error ? reject(error) : resolve()))
  })
  Object.assign(req.session, {
    ...{ loggedInAt: +req.now, isStrong, device: deviceName },
    ...(claimId && { claimId }),
    ...(visiting && { visiting }),
  })
  const how = isStrong && by !== 'passkey' ? `${hows[by]} and a second step` : hows[by]
  await noteEntry(learner, { device: giveDevice(req, res), deviceName, how }, req.now)
}

export async function endLogin(req: Request, res: Response): Promise<void> {
  if (req.user) await noteLeave(req.user, deviceNameOf(req), req.now)
  await new Promise<void>((resolve, reject) => {
    req.session.destroy((error: Error | null) => (error ? reject(error) : resolve()))
  })
  res.clearCookie(sessionCookie, { path: '/', secure, httpOnly: true, sameSite: 'lax' })
}

export const requireLogin: RequestHandler = (req, res, next) => {
  if (req.user) return next()
  if (req.session.signUpId) return res.redirect(303, '/check-your-email')
  const back = req.method === 'GET' ? `?next=${encodeURIComponent(req.originalUrl)}` : ''
  res.redirect(303, `/log-in${back}`)
}

/** Whether they showed who they are within the last ten minutes. */
export function isFresh(req: Request): boolean {
  const { loggedInAt = 0 } = req.session
  return +req.now - loggedInAt < freshLoginLasts
}

/**
 * Before addresses, passwords and keys change: whoever finds an open browser must not take the
 * account with it. Nothing was done when this leads away, so a form leads back to its page.
 */
export const requireFreshLogin: RequestHandler = (req, res, next) => {
  if (isFresh(req)) return next()
  const back = req.method === 'GET' ? req.originalUrl : req.baseUrl
  res.redirect(303, `/log-in/again?next=${encodeURIComponent(back)}`)
}

// The whole path: other doors stand above these and see every request for what is below them.
const openWhileClosing = /^\/(?:settings\/close|settings\/data|log-in\/again)(?:\/|$)/

/** While an account is being closed, only that can be changed, and one's data be fetched. */
export const unlessClosing: RequestHandler = (req, res, next) => {
  if (!req.user?.closesAt || openWhileClosing.test(req.baseUrl + req.path)) return next()
  res.redirect(303, '/settings/close')
}

/** The person whose page this is. Only below `requireLogin`. */
export function currentLearner(req: Request): Learner {
  if (!req.user) throw new Error('currentLearner is used above requireLogin')
  return req.user
}
