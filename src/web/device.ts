import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Visitor } from '#accounts/log-in'
import { days } from '#durations'
import { deviceName } from '#devices/device-name'
import type { ThisDevice } from '#devices/sessions'
import { hashed } from '#ids'
import { clientOf } from '#limits/client'
import { secure } from './session.ts'

const cookie = secure ? '__Host-device' : 'device'
const kept = new RegExp(`(?:^|;\\s*)${cookie}=([\\w-]{22})(?:;|$)`)

/** The secret of a browser that has logged in before; it outlives its logins. */
export const deviceOf = (req: Request): string | undefined =>
  kept.exec(req.headers.cookie ?? '')?.[1]

/** The same, made now where there is none: only for somebody who has just logged in. */
export function giveDevice(req: Request, res: Response): string {
  const device = deviceOf(req) ?? randomBytes(16).toString('base64url')
  const maxAge = days(400)
  res.cookie(cookie, device, { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge })
  return device
}

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
