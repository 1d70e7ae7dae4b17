import type { Request, RequestHandler, Response } from 'express'
import passport from 'passport'
import { Strategy as LocalStrategy } from 'passport-local'
import {
  checkCredentials,
  findLearner,
  type Credentials,
  type Learner,
} from '#accounts/credentials'

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
      checkCredentials(email, password, req.now).then((found) => {
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

/** Starts a login with a new session id; the badge that brought the visitor here comes along. */
export async function startLogin(req: Request, learner: Learner): Promise<void> {
  const { claimId } = req.session
  await new Promise<void>((resolve, reject) => {
    req.logIn(learner, (error: Error | null) => (error ? reject(error) : resolve()))
  })
  if (claimId) req.session.claimId = claimId
}

export function endLogin(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.destroy((error: Error | null) => (error ? reject(error) : resolve()))
  })
}

export const requireLogin: RequestHandler = (req, res, next) => {
  if (req.user) return next()
  if (req.session.signUpId) return res.redirect(303, '/check-your-email')
  const back = req.method === 'GET' ? `?next=${encodeURIComponent(req.originalUrl)}` : ''
  res.redirect(303, `/log-in${back}`)
}

/** The person whose page this is. Only below `requireLogin`. */
export function currentLearner(req: Request): Learner {
  if (!req.user) throw new Error('currentLearner is used above requireLogin')
  return req.user
}
