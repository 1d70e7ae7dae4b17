import express, { type Express, type RequestHandler } from 'express'
import { countWaiting } from '#inbox/waiting'
import { requireKey } from '#web/api-key'
import { assets } from '#web/assets'
import { csrf } from '#web/csrf'
import { errors, nothingHere } from '#web/errors'
import { showFlash } from '#web/flash'
import { headers } from '#web/headers'
import { rememberLogin, requireFreshLogin, requireLogin, unlessClosing } from '#web/login'
import { logRequests, ownHostOnly, plainPathOnly, stamp } from '#web/request'
import { sessions } from '#web/session'
import { mount, refuseOtherMethods } from '#web/site-map'
import { requireStaff } from '#web/staff'
import { uploads } from '#web/uploads'
import { setUpViews } from '#web/views'
import { config } from './config.ts'
import { datesIn } from './dates.ts'
import { apiDoors, openDoors, pageDoors, siteMap } from './routes.ts'

// A badge's picture comes as a data URL of up to 2 MiB, which base64 makes a third longer.
const json = express.json({ limit: '3mb' })

const learner = [requireLogin, unlessClosing]
const guards = {
  anyone: [],
  visitor: [],
  learner,
  'fresh learner': [...learner, requireFreshLogin],
  issuer: [requireKey, json],
  staff: [...learner, requireStaff],
}

/** Everything that a request passes through, in order. */
export function createApp({ now }: { now: () => Date }): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.set('trust proxy', config.trustProxy)
  app.set('query parser', 'simple')
  setUpViews(app)

  app.use(stamp(now), headers, logRequests, ownHostOnly, plainPathOnly)
  app.use('/assets', assets)
  app.use(refuseOtherMethods(siteMap))
  mount(app, openDoors, guards)

  mount(app, apiDoors, guards)

  app.use(sessions(now), rememberLogin)
  app.use(express.urlencoded({ extended: false, limit: '32kb', parameterLimit: 100 }), uploads)
  app.use(csrf, showFlash, pageLocals)
  mount(app, pageDoors, guards)

  app.use(nothingHere, errors)
  return app
}

/** What the frame around every page shows. */
const pageLocals: RequestHandler = (req, res, next) => {
  res.locals['account'] = req.user ? { id: req.user.id, name: req.user.shownName } : null
  res.locals['path'] = req.path
  if (req.user)
    Object.assign(res.locals, { language: req.user.language }, datesIn(req.user.language))
  // Counted only when a page is really shown, not for each of its pictures.
  res.locals['countWaiting'] = () => (req.user ? countWaiting(req.user, req.now) : 0)
  next()
}
