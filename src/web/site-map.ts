import type { Express, Request, RequestHandler, Router } from 'express'

/**
 * Who may come in: anyone without a cookie, visitors with one, learners to their own, the same after
 * a login of the last ten minutes, issuers by key, and their staff after a login in two steps.
 */
export type Who = 'anyone' | 'visitor' | 'learner' | 'fresh learner' | 'issuer' | 'staff'

/** A part of the site: where it is, who may come in, and which router answers. */
export interface Door {
  at: string
  who: Who
  routes: Router
}

/** Mounts doors in their order, each behind the guard of those it is for. */
export function mount(app: Express, doors: Door[], guards: Record<Who, RequestHandler[]>) {
  for (const { at, who, routes } of doors) app.use(at, ...guards[who], routes)
}

export interface Route {
  method: string
  path: string
  who: Who
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
}

/** Every method and path with who may call it, read from the routers themselves. */
export function listRoutes(doors: Door[]): Route[] {
  return doors.flatMap(({ at, who, routes }) =>
    (routes.stack as unknown as Layer[]).flatMap(({ route }) =>
      Object.keys(route?.methods ?? {}).map((method) => ({
        method: method.toUpperCase(),
        path: joined(at, route?.path ?? ''),
        who,
      })),
    ),
  )
}

const joined = (at: string, path: string) =>
  `${at === '/' ? '' : at}${path === '/' ? '' : path}` || '/'

/** 405 where the path is known and only the method is not. */
export function refuseOtherMethods(doors: Door[]): RequestHandler {
  const known = patternsByMethod(listRoutes(doors))
  return (req: Request, res, next) => {
    if (known.get(req.method)?.test(req.path)) return next()
    const allowed = [...known].filter(([, paths]) => paths.test(req.path)).map(([method]) => method)
    if (allowed.length === 0) return next()
    res.status(405).set('Allow', allowed.join(', '))
    res.type('text/plain').send('This method is not allowed here.\n')
  }
}

/** One expression for all the paths of a method: every request is held against it. */
function patternsByMethod(routes: Route[]): Map<string, RegExp> {
  const patterns = new Map<string, string[]>()
  for (const { method, path } of routes) {
    for (const one of method === 'GET' ? ['GET', 'HEAD'] : [method]) {
      patterns.set(one, [...(patterns.get(one) ?? []), patternOf(path)])
    }
  }
  return new Map(
    [...patterns].map(([method, all]) => [method, new RegExp(`^(?:${all.join('|')})/?$`)]),
  )
}

const patternOf = (path: string) => path.split(/:\w+/).map(escaped).join('[^/]+')

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
