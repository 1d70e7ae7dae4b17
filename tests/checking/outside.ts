import { createServer as createPlainServer, type RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, LookupFunction, Server } from 'node:net'
import { connect as connectPlainly } from 'node:net'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import type { Dial } from '#checking/fetch-document'
import { certificateFor } from '../support/certificate.ts'

/** The addresses that stand for the internet here; whatever else is connected to is our inside. */
export const publicAddresses = ['93.184.216.34', '2606:2800:220:1::1']

type Names = Record<string, string[] | (() => string[])>

/** A small internet on this machine: names, addresses, and servers that write down who comes. */
export class World {
  /** Every address that a connection was opened to, in order. */
  readonly dialed: string[] = []
  /** What the server on the internet was asked for. */
  readonly asked: { url: string; host: string; headers: NodeJS.Dict<string | string[]> }[] = []
  /** How often the server inside was reached. */
  canary = 0
  readonly names: Names
  readonly #outside: Server
  readonly #inside: Server
  readonly #cert: string

  constructor(names: Names, answers: RequestListener) {
    this.names = names
    const certificate = certificateFor(
      ...Object.keys(names).filter((name) => name !== 'other.test'),
    )
    this.#cert = certificate.cert
    this.#outside = createServer(certificate, (req, res) => {
      this.asked.push({ url: req.url ?? '', host: req.headers.host ?? '', headers: req.headers })
      answers(req, res)
    })
    this.#inside = createPlainServer((_req, res) => res.end('canary'))
    this.#inside.on('connection', () => (this.canary += 1))
  }

  async open() {
    for (const server of [this.#outside, this.#inside])
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  }

  async close() {
    for (const server of [this.#outside, this.#inside]) {
      if ('closeAllConnections' in server) (server.closeAllConnections as () => void)()
      await promisify(server.close.bind(server))()
    }
  }

  resolve = (hostname: string) => {
    const known = this.names[hostname] ?? []
    const found = typeof known === 'function' ? known() : known
    if (found.length === 0) return Promise.reject(new Error('ENOTFOUND'))
    return Promise.resolve(
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }

  /** Connects as the product does, but what it takes for an address leads to a server of ours. */
  dial: Dial = ({ secure, host, port, lookup }) => {
    const led: LookupFunction = (name, options, done) =>
      lookup(name, { ...options, all: true }, (error, found) => {
        if (error) return done(error, [])
        const addresses = (found as { address: string }[]).map(({ address }) => address)
        done(null, this.#lead(addresses, options.all ?? false), 4)
      })
    const isAddress = /^[\d.]+$|:/.test(host)
    const to = isAddress ? { host: 'localhost', lookup: this.#always(host) } : { host, lookup: led }
    const server = secure && port === 443 ? this.#outside : this.#inside
    const options = { ...to, port: (server.address() as AddressInfo).port }
    if (!secure) return connectPlainly(options)
    return connect({ ...options, servername: isAddress ? '' : host, ca: this.#cert })
  }

  #always(address: string): LookupFunction {
    return (_name, { all = false }, done) => done(null, this.#lead([address], all), 4)
  }

  #lead(addresses: string[], all: boolean) {
    this.dialed.push(...addresses)
    return all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1'
  }
}
