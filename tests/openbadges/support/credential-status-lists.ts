import { gzipSync } from 'node:zlib'
import { contexts, school, signed, type Json, type Keys } from './credential-issuers.ts'

export const listUrl = 'https://school.test/status/1'

/** Which places of a list are set. */
export function bits(set: number[], length = 131_072): Buffer {
  const bytes = Buffer.alloc(length / 8)
  for (const at of set) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (0x80 >> (at & 7))
  return bytes
}

export const packed = (bytes: Buffer) => `u${gzipSync(bytes).toString('base64url')}`

export const statusEntry = (changes: Json = {}): Json => ({
  id: `${listUrl}#94567`,
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '94567',
  statusListCredential: listUrl,
  ...changes,
})

interface List {
  set?: number[]
  subject?: Json
  changes?: Json
  keys?: Keys
}

/** A list that the school has signed. */
export function statusList({ set = [], subject, changes, keys = school }: List = {}) {
  const list = {
    '@context': contexts.slice(0, 1),
    id: listUrl,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: keys.didKey,
    validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: {
      id: `${listUrl}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: packed(bits(set)),
      ...subject,
    },
    ...changes,
  }
  return signed(list, { keys })
}
