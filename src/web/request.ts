import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { config } from '#config'
import { BadRequest, NotFound } from '#errors'
import { log } from '#log'

declare global {
  namespace Express {
    interface Request {
      /** The instant of this request: one for all that it does. */
      now: Date
      /** Stands in the log and on the page when something goes wrong. */
      id: string
    }
  }
}

/** Gives each request its time and its number. Time is handed in, so that tests can set it. */
export const stamp =
  (now: () => Date): RequestHandler =>
  (req, _res, next) => {
    req.now = now()
    req.id = randomUUID()
    next()
  }

const ownHost = new URL(config.siteUrl).host
const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/
const monitored = new Set(['/healthz', '/readyz'])

/** Only the names of this site are answered, so that no other can find its way into a link. */
export const ownHostOnly: RequestHandler = (req, _res, next) => {
  const names = req.rawHeaders.filter(
    (name, index) => index % 2 === 0 && name.toLowerCase() === 'host',
  )
  const host = req.headers.host ?? ''
  const ours = names.length === 1 && (host === ownHost || loopback.test(host))
  if (ours || (names.length === 1 && monitored.has(req.path))) return next()
  throw new BadRequest('This address does not belong to this site.', 421)
}

const unprintable = /%(?:[01][\da-f]|7f)/i

/** No path of ours has a control character, and the database takes no NUL. */
export const plainPathOnly: RequestHandler = (req, _res, next) => {
  if (unprintable.test(req.path)) throw new NotFound()
  next()
}

/** One line for each request that changes or fails; the others only when debugging. The path is the route's pattern: real ones hold tokens. */
export const logRequests: RequestHandler = (req, res, next) => {
  const started = process.hrtime.bigint()
  res.on('finish', () => {
    const quiet = (req.method === 'GET' || req.method === 'HEAD') && res.statusCode < 500
    const level = quiet ? 'debug' : 'info'
    if (!log.isLevelEnabled(level)) return
    const route = req.route as { path?: string } | undefined
    log[level](
      {
        request: req.id,
        method: req.method,
        route: route?.path === undefined ? '(none)' : req.baseUrl + route.path,
        status: res.statusCode,
        ms: Number((process.hrtime.bigint() - started) / 1_000_000n),
        from: req.ip,
      },
      'request',
    )
  })
  next()
}
