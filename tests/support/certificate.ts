import { generateKeyPairSync, randomInt, sign } from 'node:crypto'

// An X.509 certificate (RFC 5280) for servers in tests, written by hand: a file would end one day,
// and Node reads certificates but makes none. Everything is DER: a tag, a length, the contents.

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const contents = Buffer.concat(parts)
  const { length } = contents
  const bytes =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length]
  return Buffer.concat([Buffer.from([tag, ...bytes]), contents])
}
const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
const integer = (number: number) => der(0x02, Buffer.from([number]))
const bits = (bytes: Buffer) => der(0x03, Buffer.from([0]), bytes)
const text = (words: string) => der(0x0c, Buffer.from(words))
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const time = (date: Date) => der(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')))

const ed25519 = sequence(oid('2b6570'))
const name = (common: string) => sequence(der(0x31, sequence(oid('550403'), text(common))))

/** A key and a certificate that signs itself for these host names; a client has to be told to trust it. */
export function certificateFor(...hosts: string[]): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const names = sequence(...hosts.map((host) => der(0x82, Buffer.from(host))))
  const day = 24 * 60 * 60 * 1000
  const toBeSigned = sequence(
    der(0xa0, integer(2)),
    integer(randomInt(1, 128)),
    ed25519,
    name('A server in a test'),
    sequence(time(new Date(Date.now() - day)), time(new Date(Date.now() + day))),
    name('A server in a test'),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(oid('551d11'), der(0x04, names)))),
  )
  const signed = sequence(toBeSigned, ed25519, bits(sign(null, toBeSigned, privateKey)))
  const lines = signed.toString('base64').replace(/.{64}/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}
