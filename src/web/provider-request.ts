import type { OutgoingHttpHeaders } from 'node:http'

/** For both questions together: people wait, and a request of theirs is held open. */
const patience = 5_000

const mostBytes = 256 * 1024

type Failure = { statusCode: number; data?: string } | Error

/** How the `oauth` package asks, below what Passport's strategies need. */
export type Ask = (
  method: string,
  address: string,
  headers: OutgoingHttpHeaders | null,
  body: string,
  accessToken: string | null,
  done: (failure: Failure | null, answer?: string) => void,
) => void

/**
 * Asks in place of `oauth`, which waits and reads without end, and lets what its callbacks throw at
 * a strange answer end the process. After five seconds nothing is left open.
 */
export function askInTime(fail: (error: unknown) => void): Ask {
  const signal = AbortSignal.timeout(patience)
  return (method, address, headers, body, accessToken, done) => {
    const url = new URL(address)
    if (accessToken !== null) url.searchParams.set('access_token', accessToken)
    const request = { method, signal, headers: { ...accepting, ...(headers as object) } }
    ask(url, method === 'POST' ? { ...request, body } : request)
      .then(({ status, text }) =>
        status === 200 ? done(null, text) : done({ statusCode: status, data: text }),
      )
      .catch(fail)
  }
}

const accepting = { accept: 'application/json', 'user-agent': 'Badge Passport' }

/** A redirect would carry our secret or the person's token to somewhere nobody has set. */
async function ask(url: URL, request: RequestInit): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, { ...request, redirect: 'error' })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > mostBytes) throw new Error('the answer is too large')
    chunks.push(chunk)
  }
  return { status: answer.status, text: Buffer.concat(chunks).toString() }
}
