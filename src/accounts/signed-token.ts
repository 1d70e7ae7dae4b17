import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { config } from '#config'
import { key } from '#secrets'

export type Purpose = 'claim' | 'confirm' | 'new-address' | 'reset' | 'unsubscribe'

interface Statement {
  id: string
  jti: string
  from: Date
  until: Date
}

const longest = 2048

const claims = z.object({
  sub: z.string().min(1),
  jti: z.string().min(1),
  iat: z.number(),
  exp: z.number(),
})

/** As a JWT counts time: whole seconds since 1970. */
export const seconds = (date: Date) => Math.floor(date.getTime() / 1000)

/** Says for one purpose, with that purpose's own key, and always the same for the same statement. */
export function sign(purpose: Purpose, { id, jti, from, until }: Statement): string {
  const said = {
    iss: config.siteUrl,
    aud: purpose,
    sub: id,
    jti,
    iat: seconds(from),
    exp: seconds(until),
  }
  return jwt.sign(said, key(purpose), { algorithm: 'HS256' })
}

/** What a token says, if we signed it for this purpose. Whether it has ended is for the caller to ask. */
export function readSigned(purpose: Purpose, text: string, now: Date) {
  if (text.length > longest || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return null
  try {
    const { header, payload } = jwt.verify(text, key(purpose), {
      algorithms: ['HS256'],
      audience: purpose,
      issuer: config.siteUrl,
      clockTimestamp: seconds(now),
      ignoreExpiration: true,
      complete: true,
    })
    return header.typ === 'JWT' ? (claims.safeParse(payload).data ?? null) : null
  } catch {
    return null
  }
}
