import { createHash } from 'node:crypto'
import { check, type Verdict } from '#openbadges/check'

// The one door of the product to a check.

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

/** Checks a file, a text, or what stands at an address. */
export async function examine(given: Given, now: Date): Promise<Examined> {
  const bytes = await bytesOf(given)
  const fetchDocument = () => Promise.resolve({ answered: false as const })
  const input = bytes ?? (given.kind === 'address' ? given.url : '')
  const source = given.kind === 'address' ? given.url : null
  return { verdict: await check(input, { now, fetchDocument }), bytes, source }
}

async function bytesOf(given: Given): Promise<Uint8Array<ArrayBuffer> | null> {
  switch (given.kind) {
    case 'file':
      return Uint8Array.from(given.bytes)
    case 'text':
      return new TextEncoder().encode(given.text)
    case 'address':
      return fetchPicture(given.url)
  }
}

/** What stands at a picture's address; null where nothing came. */
export function fetchPicture(_url: string): Promise<Uint8Array<ArrayBuffer> | null> {
  return Promise.resolve(null)
}

/** Under which what a check found is kept. */
export const hashOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')
