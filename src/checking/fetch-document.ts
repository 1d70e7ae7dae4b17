import { request as requestPlainly, type IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { connect as connectPlainly, isIP, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { connect } from 'node:tls'
import { createBrotliDecompress, createGunzip } from 'node:zlib'
import { seconds } from '#durations'
import type { FetchDocument, Fetched } from '#openbadges/fetch-document'
import { destination, type Borders, type Destination } from './address-guard.ts'

/** What the world outside looks like from here. */
export interface Outside extends Borders {
  userAgent: string
  /** How a connection is opened, if not as usual. It looks names up by the `lookup` it is given. */
  dial?: Dial
}

export type Dial = (to: Destination) => Socket

const connectPatience = seconds(3)
const patience = seconds(5)
const mostRedirects = 3
const longestUrl = 2048
const mebibyte = 1024 * 1024
const mostBytes = { document: mebibyte, image: 2 * mebibyte }

/**
 * The one way to get something from an address that a stranger wrote down. Whatever goes wrong, the
 * answer is the same: that there was none. Who asks must not learn what stands inside our network.
 */
export function guardedFetch(outside: Outside): FetchDocument {
  return async (url, accept) => {
    const end = new AbortController()
    const signal = AbortSignal.any([end.signal, AbortSignal.timeout(patience)])
    try {
      return await follow(readUrl(url), { outside, accept, signal }, mostRedirects)
    } catch {
      return { answered: false }
    } finally {
      // Nothing stays open, whatever was refused half-way.
      end.abort()
    }
  }
}

interface Asked {
  outside: Outside
  accept: string
  signal: AbortSignal
}

class Refused extends Error {}

function readUrl(text: string, base?: URL): URL {
  const url = new URL(text, base)
  url.hash = ''
  if (text.length > longestUrl || url.href.length > longestUrl) throw new Refused()
  return url
}

/** Each address on the way is looked at as if it were the first. */
async function follow(url: URL, asked: Asked, redirectsLeft: number): Promise<Fetched> {
  const answer = await ask(url, asked)
  const target = isRedirect(answer) ? answer.headers.location : undefined
  if (target === undefined) return read(url, answer, asked)
  answer.destroy()
  const next = readUrl(target, url)
  const isSafe = next.protocol === 'https:' || url.protocol === 'http:'
  if (redirectsLeft === 0 || !isSafe) throw new Refused()
  return follow(next, asked, redirectsLeft - 1)
}

const isRedirect = ({ statusCode = 0 }: IncomingMessage) =>
  [301, 302, 303, 307, 308].includes(statusCode)

function ask(url: URL, { outside, accept, signal }: Asked): Promise<IncomingMessage> {
  const to = destination(url, outside)
  if (!to) throw new Refused()
  const headers = {
    // Without an agent Node would write the port of http behind it.
    host: url.host,
    accept,
    'accept-encoding': 'gzip, br',
    'user-agent': outside.userAgent,
    connection: 'close',
  }
  // With a connection of its own it shares none, and no proxy of the environment comes in between.
  const createConnection = () => inTime((outside.dial ?? dial)(to), to.secure)
  return new Promise((resolve, reject) => {
    const send = to.secure ? request : requestPlainly
    const sent = send(url, { headers, signal, createConnection })
    // A connection may also close without an error, such as when the other side switches protocols.
    sent
      .on('response', resolve)
      .on('error', reject)
      .on('close', () => reject(new Refused()))
    sent.end()
  })
}

const dial: Dial = ({ secure, host, port, lookup }) => {
  if (!secure) return connectPlainly({ host, port, lookup })
  return connect({ host, port, lookup, servername: isIP(host) ? '' : host })
}

function inTime(socket: Socket, secure: boolean): Socket {
  const tooLate = setTimeout(() => socket.destroy(new Refused()), connectPatience)
  const stop = () => clearTimeout(tooLate)
  return socket.once(secure ? 'secureConnect' : 'connect', stop).once('close', stop)
}

async function read(url: URL, answer: IncomingMessage, { accept, signal }: Asked) {
  const most = accept.startsWith('image/') ? mostBytes.image : mostBytes.document
  const chunks: Buffer[] = []
  const limit = atMost(most)
  await pipeline(answer, limit, unpacker(answer), limit, keptIn(chunks), { signal })
  return {
    answered: true as const,
    status: answer.statusCode ?? 0,
    url: url.href,
    mediaType: (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    body: new Uint8Array(Buffer.concat(chunks)),
  }
}

/** Counted before and after unpacking: a few bytes can become very many. */
function atMost(most: number) {
  return async function* (source: AsyncIterable<Buffer>) {
    let size = 0
    for await (const chunk of source) {
      size += chunk.length
      if (size > most) throw new Refused()
      yield chunk
    }
  }
}

function unpacker({ headers }: IncomingMessage) {
  switch (headers['content-encoding']?.toLowerCase() ?? 'identity') {
    case 'identity':
      return new PassThrough()
    case 'gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress()
    default:
      throw new Refused()
  }
}

const keptIn = (chunks: Buffer[]) => async (source: AsyncIterable<Buffer>) => {
  for await (const chunk of source) chunks.push(chunk)
}
