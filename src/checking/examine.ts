import { createHash } from 'node:crypto'
import type { Verdict } from '#openbadges/check'
import { checkBadge, fetchBadge, fetcher } from './check-badge.ts'

/** What somebody hands in to be looked at: a file, an address, or the text of a badge. */
export type Given =
  | { kind: 'file'; bytes: Uint8Array }
  | { kind: 'address'; url: string }
  | { kind: 'text'; text: string }

export interface Examined {
  verdict: Verdict
  /** What was checked: the file, the text, or what stood at the address. Null where nothing came. */
  bytes: Uint8Array<ArrayBuffer> | null
  /** Where it was fetched, if it came by an address. */
  source: string | null
}

/** Checks a file, a text, or what stands at an address: what is looked at are the bytes that came. */
export async function examine(given: Given, now: Date): Promise<Examined> {
  const fetchDocument = fetcher(now)
  const source = addressIn(given)
  const bytes = source === null ? bytesOf(given) : await fetchBadge(source, fetchDocument)
  const verdict = await checkBadge(bytes ?? source ?? '', now, fetchDocument)
  return { verdict, bytes, source }
}

/** An address pasted as a text is an address all the same. */
function addressIn(given: Given): string | null {
  if (given.kind === 'address') return given.url
  const isAddress = given.kind === 'text' && /^https?:\/\/\S+$/i.test(given.text)
  return isAddress && URL.canParse(given.text) ? given.text : null
}

const bytesOf = (given: Given): Uint8Array<ArrayBuffer> =>
  given.kind === 'file'
    ? Uint8Array.from(given.bytes)
    : new TextEncoder().encode(given.kind === 'text' ? given.text : given.url)

/** Under which what a check found is kept. */
export const hashOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')
