import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import { answers } from '#openbadges/answers'
import type { Finding } from '#openbadges/finding'
import { listOf, type Json } from '#openbadges/json'
import { checkDates } from './check-dates.ts'
import { issuerOf, subjectOf, type Envelope } from './envelope.ts'
import { openText, prove } from './prove.ts'
import { isGood } from './proven.ts'
import { textAt, type Visit } from './visit.ts'

const answer = answers('status', 'VC-BITSTRING-STATUS-LIST §3.2')

/** §2.2: fewer entries would tell too well whose each is. */
const fewest = 131_072

/** A hundred times that. What unpacks to more is made to fill the memory. */
const mostBytes = (100 * fewest) / 8

/** One bit, or a few, in a list that the issuer has signed. */
export async function checkBit(entry: Json, credential: Json, visit: Visit): Promise<Finding[]> {
  const { statusListCredential: url, statusPurpose } = entry
  const index = indexOf(entry['statusListIndex'])
  if (typeof url !== 'string' || index === null) return [malformed]
  const answered = await textAt(url, visit)
  if (answered.is !== 'there') return [unreachable]
  const envelope = openText(answered.content)
  if (!envelope) return [malformedList]
  const trouble = await troubleOf(envelope, visit)
  if (trouble) return [trouble]
  const list = envelope.credential
  const bits = await unpacked(subjectOf(list)?.['encodedList'])
  const value = bits ? valueAt(bits, index, sizeOf(entry)) : null
  if (value === null || !servesPurpose(list, statusPurpose)) return [outOfRange]
  return [said(String(statusPurpose), value), ...oddities(list, credential, bits)]
}

const malformed = answer(
  'failed',
  'status-list-wrong',
  'It names no place in a list that there can be.',
)

const unreachable = answer(
  'unchecked',
  'status-unreachable',
  'The list of what was taken back did not answer.',
)

const malformedList = answer(
  'unchecked',
  'status-unreachable',
  'There is no list where it is meant to be.',
)

const outOfRange = answer(
  'failed',
  'status-list-wrong',
  'The list has no such place, or is about something else.',
)

/** A number, or the same as text: decimal and nothing else. */
function indexOf(value: unknown): number | null {
  const index = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof index === 'number' && Number.isSafeInteger(index) && index >= 0 ? index : null
}

/** How many bits an entry takes; one, unless it says otherwise. */
function sizeOf({ statusSize }: Json): number {
  if (statusSize === undefined) return 1
  return typeof statusSize === 'number' && statusSize >= 1 && statusSize <= 8
    ? statusSize
    : Number.NaN
}

/** A list is a credential itself: signed, in time, and called what it is. */
async function troubleOf(envelope: Envelope, visit: Visit): Promise<Finding | null> {
  const list = envelope.credential
  const isList = listOf(list['type']).some((type) => listTypes.has(type))
  if (!isList) return listWrong('It does not call itself a list.')
  if (checkDates(list, visit.now).some(({ outcome }) => outcome === 'failed'))
    return listWrong('It is not valid at the time of the check.')
  const proven = await prove(envelope, visit)
  if (proven.some(isGood)) return null
  const isUnknown = proven.some(({ proof }) => proof.outcome === 'unchecked')
  return isUnknown ? notChecked : listWrong('Its signature is missing or does not fit.')
}

const listTypes = new Set<unknown>(['BitstringStatusListCredential', 'StatusList2021Credential'])

const listWrong = (why: string) =>
  answer(
    'failed',
    'status-list-wrong',
    `The list of what was taken back cannot be relied on. ${why}`,
  )

const notChecked = answer(
  'unchecked',
  'status-list-unproven',
  'The list’s signature could not be checked.',
)

/** §2.2: gzip in base64url; multibase since the first edition of the standard, before it without. */
async function unpacked(encodedList: unknown): Promise<Buffer | null> {
  if (typeof encodedList !== 'string') return null
  const packed = Buffer.from(encodedList.replace(/^u(?=H4s)/, ''), 'base64url')
  try {
    return await inflate(packed, { maxOutputLength: mostBytes })
  } catch {
    return null
  }
}

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)

/** §3.2: the first bit of a byte is its most significant. */
function valueAt(bits: Buffer, index: number, size: number): number | null {
  let value = 0
  if (!Number.isInteger(size) || (index + 1) * size > bits.length * 8) return null
  for (let at = index * size; at < (index + 1) * size; at += 1)
    value = value * 2 + (((bits[at >> 3] ?? 0) >> (7 - (at & 7))) & 1)
  return value
}

const servesPurpose = (list: Json, purpose: unknown) =>
  typeof purpose === 'string' && listOf(subjectOf(list)?.['statusPurpose']).includes(purpose)

function said(purpose: string, value: number): Finding {
  if (purpose === 'revocation') return value === 0 ? notRevoked : revoked
  if (purpose === 'suspension') return value === 0 ? notSuspended : suspended
  return answer(
    'passed',
    'status-message',
    'The issuer says something about it that decides nothing.',
    {
      purpose: purpose.slice(0, 80),
      value: String(value),
    },
  )
}

const revoked = answer('failed', 'revoked', 'The issuer has taken it back.')
const notRevoked = answer('passed', 'not-revoked', 'The issuer has not taken it back.')
const suspended = answer('failed', 'suspended', 'The issuer has paused it; it may hold again.')
const notSuspended = answer('passed', 'not-suspended', 'The issuer has not paused it.')

/** What is unusual about a list, and does not stand against it. */
function oddities(list: Json, credential: Json, bits: Buffer | null): Finding[] {
  return [
    ...((bits?.length ?? 0) * 8 < fewest ? [short] : []),
    ...(issuerOf(list) === issuerOf(credential) ? [] : [ofAnother]),
  ]
}

const short = answer(
  'warning',
  'status-list-short',
  'The list is shorter than it has to be to keep secrets.',
)

const ofAnother = answer(
  'warning',
  'status-list-of-another',
  'Another than the issuer keeps the list, as the issuer wants it.',
)
