import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<{ address: string; family: number }[]>

/** Which side of a border everything is on. */
export interface Borders {
  /** `host:port` of what may be asked although it is not on the public internet; also by http. */
  allowedHosts: readonly string[]
  /** How names are resolved, if not as this machine does. */
  resolve?: Resolve
}

export interface Destination {
  secure: boolean
  host: string
  port: number
  lookup: LookupFunction
}

/** Where a URL leads; null where nobody may be sent. */
export function destination(url: URL, borders: Borders): Destination | null {
  const { allowedHosts, resolve = systemResolve } = borders
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = Number(url.port) || (secure ? 443 : 80)
  const isNamed = allowedHosts.includes(`${url.hostname}:${port}`)
  const isAllowed = isNamed ? () => true : isPublic
  if (!isOrdinary(url) || !(isNamed || isUsual(url))) return null
  // What is an address already is never looked up.
  if (isIP(host) !== 0 && !isAllowed(host)) return null
  return { secure, host, port, lookup: guardedLookup(resolve, isAllowed) }
}

const isOrdinary = ({ protocol, username, password }: URL) =>
  /^https?:$/.test(protocol) && username === '' && password === ''

// A URL does not name the port that its protocol has by itself.
const isUsual = ({ protocol, port }: URL) => protocol === 'https:' && port === ''

/** As this machine resolves names. */
const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true })

const globalUnicast = ipaddr.IPv6.parse('2000::')

/** An address that anybody on the internet may be asked at. Every other one is somebody's inside. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  // All IPv6 that was ever given out for the internet begins so (RFC 4291 §2.4).
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast, 3)
}

/**
 * The look-up of the socket itself: what was checked is what is connected to, and a name that
 * answers otherwise the next time gains nothing. One bad address among the answers spoils them all.
 */
function guardedLookup(resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, { all }, done) => {
    const refuse = () => done(new Error('There is no address to ask at'), [])
    resolve(hostname).then((found) => {
      const [first] = found
      if (!first || !found.every(({ address }) => isAllowed(address))) refuse()
      else if (all) done(null, found)
      else done(null, first.address, first.family)
    }, refuse)
  }
}
