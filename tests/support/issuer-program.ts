import { request } from 'node:http'
import { config } from '#config'
import type { ActingIssuer } from '#issuing/issuers'

/** An issuer's program that awards one badge to many over HTTP, with a key for each award. */
export interface IssuerProgram {
  /** The award's id; null when the connection ended before an answer came. */
  award: (key: string, email?: string) => Promise<string | null>
  /** The same with a pause: the rest of the request goes out when `finish` is called. */
  awardSlowly: (key: string) => { finish: () => void; status: Promise<number | undefined> }
}

/** Each key has a recipient of its own. */
export const recipientOf = (key: string) => `${key}@example.org`

export function issuerProgram(
  issuer: ActingIssuer & { key: string },
  badge: string,
): IssuerProgram {
  const url = `${config.siteUrl}/api/v1/awards`
  const bodyFor = (key: string, email = recipientOf(key)) => JSON.stringify({ badge, email })
  const headersFor = (key: string) => ({
    authorization: `Bearer ${issuer.key}`,
    'content-type': 'application/json',
    'idempotency-key': key,
  })

  async function award(key: string, email?: string) {
    const post = { method: 'POST', headers: headersFor(key), body: bodyFor(key, email) }
    const response = await fetch(url, post).catch(() => null)
    const answer = (await response?.json().catch(() => null)) as { id: string } | null | undefined
    if (!response || !answer) return null
    if (response.status !== 201) throw new Error(`${response.status} ${JSON.stringify(answer)}`)
    return answer.id
  }

  function awardSlowly(key: string) {
    const body = bodyFor(key)
    const headers = { ...headersFor(key), 'content-length': body.length }
    const sent = request(url, { method: 'POST', headers, agent: false })
    sent.write(body.slice(0, 20))
    const status = new Promise<number | undefined>((resolve, reject) => {
      sent.on('response', (response) => resolve(response.resume().statusCode))
      sent.on('error', reject)
    })
    return { finish: () => void sent.end(body.slice(20)), status }
  }

  return { award, awardSlowly }
}
