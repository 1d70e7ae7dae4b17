import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { site } from '../support/app.ts'

/** What the site asks of an authenticator, as far as ours reads it. */
export interface Asked {
  challenge: string
  user?: { id: string; name: string; displayName: string }
}

/** What a dishonest or a broken one would do differently. */
export interface Twist {
  origin?: string
  type?: string
  challenge?: string
  host?: string
  isVerified?: boolean
  isPresent?: boolean
  userHandle?: string | null
  id?: string
  /** The id inside what it made, if not the same. */
  idInside?: string
  key?: KeyObject
  attestation?: { fmt: string; attStmt: Map<string, unknown> }
}

type Bytes = Uint8Array<ArrayBuffer>
type CosePart = number | Bytes

const bytesOf = (text = ''): Bytes => new Uint8Array(Buffer.from(text, 'base64url'))
const sha256 = (from: string | Bytes) => createHash('sha256').update(from).digest()

// The numbers are those of COSE (RFC 9053): kind of key, algorithm, and its parts.
const algorithms = {
  ES256: () => onCurve('P-256', -7, 1),
  ES384: () => onCurve('P-384', -35, 2),
  EdDSA: () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const { x } = publicKey.export({ format: 'jwk' })
    return {
      privateKey,
      cose: new Map<number, CosePart>([
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, bytesOf(x)],
      ]),
    }
  },
  RS256: () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { n, e } = publicKey.export({ format: 'jwk' })
    return {
      privateKey,
      cose: new Map<number, CosePart>([
        [1, 3],
        [3, -257],
        [-1, bytesOf(n)],
        [-2, bytesOf(e)],
      ]),
    }
  },
}

function onCurve(namedCurve: string, algorithm: number, curve: number) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const kind: [number, CosePart][] = [
    [1, 2],
    [3, algorithm],
    [-1, curve],
  ]
  return { privateKey, cose: new Map([...kind, [-2, bytesOf(x)], [-3, bytesOf(y)]]) }
}

/** A device with one passkey that can be told to lie: for what no real browser would send. */
export class Authenticator {
  /** Passkeys that move between devices do not count; 0 is theirs. */
  counter = 0
  id = randomBytes(16).toString('base64url')
  readonly #cose: Bytes
  readonly #key: KeyObject
  #user = ''

  constructor(algorithm: keyof typeof algorithms = 'ES256') {
    const { privateKey, cose } = algorithms[algorithm]()
    this.#key = privateKey
    this.#cose = isoCBOR.encode(cose)
  }

  /** Makes the passkey; gives what the page would put into its form. */
  create(asked: Asked, twist: Twist = {}): string {
    this.#user = asked.user?.id ?? ''
    const id = bytesOf(twist.idInside ?? twist.id ?? this.id)
    const length = Buffer.from([id.length >> 8, id.length & 255])
    const credential = Buffer.concat([Buffer.alloc(16), length, id, this.#cose])
    const authData = new Uint8Array(Buffer.concat([this.#state(twist, 0x40), credential]))
    const { fmt, attStmt } = twist.attestation ?? { fmt: 'none', attStmt: new Map() }
    const attestation = [
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', authData],
    ]
    const attestationObject = isoCBOR.encode(new Map(attestation as [string, string][]))
    return this.#answer(twist, {
      clientDataJSON: clientData('webauthn.create', asked, twist),
      attestationObject: Buffer.from(attestationObject),
    })
  }

  /** Signs the challenge. */
  get(asked: Asked, twist: Twist = {}): string {
    if (this.counter > 0) this.counter += 1
    const authenticatorData = this.#state(twist, 0)
    const clientDataJSON = clientData('webauthn.get', asked, twist)
    const key = twist.key ?? this.#key
    const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
    const signed = Buffer.concat([authenticatorData, sha256(new Uint8Array(clientDataJSON))])
    const userHandle = twist.userHandle === undefined ? this.#user : twist.userHandle
    return this.#answer(twist, {
      ...{ clientDataJSON, authenticatorData, signature: sign(hash, signed, key) },
      ...(userHandle !== null && { userHandle: Buffer.from(userHandle, 'base64url') }),
    })
  }

  #state({ host, isVerified = true, isPresent = true }: Twist, more: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    const flags = (isPresent ? 1 : 0) + (isVerified ? 4 : 0) + more
    return Buffer.concat([sha256(host ?? new URL(site).hostname), Buffer.from([flags]), counter])
  }

  #answer({ id = this.id }: Twist, parts: Record<string, Buffer>): string {
    const texts = Object.entries(parts).map(([name, part]) => [name, part.toString('base64url')])
    return JSON.stringify({ id, response: Object.fromEntries(texts) as unknown })
  }
}

function clientData(usual: string, asked: Asked, { type, challenge, origin }: Twist): Buffer {
  const said = {
    type: type ?? usual,
    challenge: challenge ?? asked.challenge,
    origin: origin ?? site,
  }
  return Buffer.from(JSON.stringify({ ...said, crossOrigin: false }))
}
