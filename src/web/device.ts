import type { Request, Response } from 'express'
import { deviceIsKnown } from '#accounts/lifetimes'
import type { Visitor } from '#accounts/log-in'
import { deviceName } from '#devices/device-name'
import type { ThisDevice } from '#devices/sessions'
import { hashed } from '#ids'
import { clientOf } from '#limits/client'
import { browserSecret } from './browser-secret.ts'

const devices = browserSecret('device', { maxAge: deviceIsKnown })

/** The secret of a browser that has logged in before; it outlives its logins. */
export const deviceOf = (req: Request): string | undefined => devices.of(req)

/** The same, made now where there is none: only for somebody who has just logged in. */
export const giveDevice = (req: Request, res: Response): string => devices.give(res, deviceOf(req))

/** Whose requests count together. */
export const clientOfRequest = (req: Request): string => clientOf(req.ip)

/** "Firefox on Android", for what is written down. */
export const deviceNameOf = (req: Request): string => deviceName(req.headers['user-agent'])

/** From where this request comes, for the rules that count tries. */
export const visitorOf = (req: Request): Visitor => ({
  client: clientOfRequest(req),
  device: deviceOf(req),
  deviceName: deviceNameOf(req),
})

/** The login and the browser of this request, for the rules that end all others. */
export const thisDevice = (req: Request): ThisDevice => ({
  sessionId: hashed(req.sessionID),
  secret: deviceOf(req),
  name: deviceNameOf(req),
})
