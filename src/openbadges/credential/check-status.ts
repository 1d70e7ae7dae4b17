import { answers } from '#openbadges/answers'
import type { Finding } from '#openbadges/finding'
import { isObject, listOf, type Json } from '#openbadges/json'
import { checkBit } from './bitstring-status.ts'
import { checkRevocationList } from './revocation-list.ts'
import type { Visit } from './visit.ts'

const answer = answers('status', 'OB 3.0 §9.1 step 4')

/** So many entries are looked up: each may be a document somewhere. */
const mostEntries = 8

/** Whether the issuer has taken it back, by every list that it names. */
export async function checkStatus(credential: Json, visit: Visit): Promise<Finding[]> {
  const entries = listOf(credential['credentialStatus'])
  if (entries.length === 0) return [notGiven]
  const looked = await Promise.all(
    entries.slice(0, mostEntries).map((entry) => checkEntry(entry, credential, visit)),
  )
  const found = looked.flat()
  if (entries.length > mostEntries) found.push(tooMany)
  return found.some(saysWhetherRevoked) ? found : [...found, notGiven]
}

const notGiven = answer(
  'unchecked',
  'status-not-given',
  'The issuer names no list of what it took back.',
)

const tooMany = answer('unchecked', 'status-unreachable', 'It names more lists than we look up.')

const saysWhetherRevoked = ({ code }: Finding) => !sayOther.has(code)

const sayOther = new Set(['status-message', 'suspended', 'not-suspended', 'status-list-short'])

async function checkEntry(entry: unknown, credential: Json, visit: Visit): Promise<Finding[]> {
  if (!isObject(entry)) return [unknown]
  const types = listOf(entry['type'])
  if (types.includes('1EdTechRevocationList')) return checkRevocationList(entry, credential, visit)
  const isBit = types.some((type) => bitTypes.has(type))
  return isBit ? checkBit(entry, credential, visit) : [unknown]
}

const bitTypes = new Set<unknown>(['BitstringStatusListEntry', 'StatusList2021Entry'])

const unknown = answer(
  'unchecked',
  'status-type-unknown',
  'It names a kind of list that we do not look up.',
)
