import type { RequestHandler, Response } from 'express'
import { config } from '#config'

const https = config.siteUrl.startsWith('https:')

const policy = (parts: Record<string, string>) =>
  Object.entries(parts)
    .map(([name, value]) => (value ? `${name} ${value}` : name))
    .join('; ')

const pagePolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'font-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'object-src': "'none'",
  'frame-ancestors': "'none'",
  ...(https && { 'upgrade-insecure-requests': '' }),
}

const everywhere = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  ...(https && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
}

/** What every answer carries unless its route says otherwise: nothing foreign, no frame, not kept. */
export const pageHeaders: Record<string, string> = {
  ...everywhere,
  'Content-Security-Policy': policy(pagePolicy),
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
}

/** A page with a picture that we have drawn and that nobody keeps: it stands in the page itself. */
export const pictureInPage = {
  'Content-Security-Policy': policy({ ...pagePolicy, 'img-src': "'self' data:" }),
}

/** Public, but asked about each time: un-publishing works on the next request, caches included. */
export const askEachTime = { 'Cache-Control': 'public, max-age=0, must-revalidate' }

/** The one page that other sites may put in a frame. */
export const embedHeaders: Record<string, string> = {
  ...everywhere,
  'Content-Security-Policy': policy({
    ...pagePolicy,
    'form-action': "'none'",
    'frame-ancestors': '*',
  }),
  'Cross-Origin-Resource-Policy': 'cross-origin',
  ...askEachTime,
}

/** Pictures from outside: even opened directly, nothing in them can run or load anything. */
export const pictureHeaders: Record<string, string> = {
  ...everywhere,
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

/** Data that programs on any site may read. */
export const openDataHeaders: Record<string, string> = {
  ...pictureHeaders,
  'Access-Control-Allow-Origin': '*',
}

export const setHeaders = (res: Response, headers: Record<string, string>) => {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
}

export const headers: RequestHandler = (_req, res, next) => {
  setHeaders(res, pageHeaders)
  next()
}
