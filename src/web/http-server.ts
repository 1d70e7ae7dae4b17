import { once } from 'node:events'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { seconds } from '#durations'

export interface HttpServer {
  port: number
  /** Takes no more connections, and waits for the requests under way: ten seconds at most. */
  close(): Promise<void>
}

/** Tighter than Node's own, which let a slow client hold a connection for minutes. */
const limits = {
  headersTimeout: seconds(10),
  requestTimeout: seconds(30),
  keepAliveTimeout: seconds(5),
  connectionsCheckingInterval: seconds(2),
  maxHeaderSize: 16 * 1024,
}

const mostConnections = 2_000

/** Listens; fails when it cannot (port in use, not allowed). */
export async function listen(
  app: RequestListener,
  port: number,
  host: string,
): Promise<HttpServer> {
  const underWay = new Set<ServerResponse>()
  let closing = false
  const server = createServer(limits, (req, res) => {
    underWay.add(res)
    res.on('close', () => underWay.delete(res))
    if (closing) res.setHeader('Connection', 'close')
    app(req, res)
  })
  server.maxConnections = mostConnections
  server.listen(port, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      closing = true
      for (const res of underWay) if (!res.headersSent) res.setHeader('Connection', 'close')
      await finish(server)
    },
  }
}

/** A connection whose last answer could not say "close" any more is closed as soon as it idles. */
async function finish(server: Server) {
  const closed = once(server.close(), 'close')
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const late = setTimeout(() => server.closeAllConnections(), seconds(10))
  await closed
  clearInterval(idle)
  clearTimeout(late)
}
