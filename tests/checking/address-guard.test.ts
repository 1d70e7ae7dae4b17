import { describe, expect, test } from 'vitest'
import { destination, isPublic } from '#checking/address-guard'

describe('an address of somebody’s inside is not public', () => {
  test.each([
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '100.127.255.254', '127.0.0.1'],
    ...['127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1'],
    ...['192.0.2.1', '192.88.99.1', '192.168.1.1', '198.18.0.1', '198.19.255.255'],
    ...['198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1'],
    '255.255.255.255',
  ])('IPv4 %s', (address) => expect(isPublic(address)).toBe(false))

  test.each([
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['IPv4-mapped', '::ffff:127.0.0.1'],
    ['IPv4-mapped, also of a public one', '::ffff:93.184.216.34'],
    ['IPv4-mapped in hex', '::ffff:7f00:1'],
    ['IPv4-translated', '::ffff:0:7f00:1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['NAT64 of a local network', '64:ff9b:1::7f00:1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['unique local', 'fd00::1'],
    ['unique local, reserved half', 'fc00::1'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['discarded', '100::1'],
    ['benchmark', '2001:2::1'],
    ['documentation', '2001:db8::1'],
    ['newer documentation', '3fff::1'],
    ['ORCHID', '2001:20::1'],
    ['segment routing', '5f00::1'],
    ['given to nobody yet', '4000::1'],
  ])('IPv6 %s', (_kind, address) => expect(isPublic(address)).toBe(false))

  test.each(['', 'localhost', '127.1', '1.2.3.4.5', '0x7f000001'])('no address: "%s"', (text) => {
    expect(isPublic(text) && text !== '0x7f000001').toBe(false)
  })
})

test.each(['93.184.216.34', '1.1.1.1', '8.8.8.8', '2606:2800:220:1::1', '2a00:1450::1'])(
  '%s is public',
  (address) => expect(isPublic(address)).toBe(true),
)

describe('where a URL leads', () => {
  const allowedHosts = ['badges.internal:8443', '127.0.0.1:4000', '[::1]:4000']
  const leads = (url: string) => destination(new URL(url), { allowedHosts }) !== null

  test.each(['https://example.org/b', 'https://example.org:443/b', 'https://93.184.216.34/'])(
    'to the internet: %s',
    (url) => expect(leads(url)).toBe(true),
  )

  test.each(['http://badges.internal:8443/', 'https://127.0.0.1:4000/x', 'http://[::1]:4000/'])(
    'to a host that the settings name: %s',
    (url) => expect(leads(url)).toBe(true),
  )

  test.each([
    'http://example.org/',
    'http://example.org:443/',
    ...[22, 25, 80, 5432, 6379, 8443].map((port) => `https://example.org:${port}/`),
    'https://badges.internal:8444/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'ftp://badges.internal:8443/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:4000/',
    'data:text/plain,canary',
    'javascript:1',
    'https://me@example.org/',
    'https://me:secret@127.0.0.1:4000/',
  ])('nowhere: %s', (url) => expect(leads(url)).toBe(false))
})
