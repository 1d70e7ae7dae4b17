import type { Verdict } from '#openbadges/check'
import { checker } from './checker.ts'
import { fetchElsewhere } from './fetch-elsewhere.ts'
import { withOwnDocuments } from './own-documents.ts'
import { withinBounds } from './within-bounds.ts'

/** What one person or one check may ask for: of us without the network, of others through the guard. */
export const fetcher = (now: Date) => withinBounds(withOwnDocuments(fetchElsewhere, now))

/** Checks a badge as the library does, in a thread; nothing of it is kept. */
export const checkBadge = (
  input: Uint8Array | string,
  now: Date,
  fetchDocument = fetcher(now),
): Promise<Verdict> => checker.check(input, { now, fetchDocument })

const badgeFiles =
  'application/vc+ld+json, application/ld+json, application/json, image/png, image/svg+xml, text/plain;q=0.9, */*;q=0.1'

/** What stands at an address that somebody typed; null where nothing came. */
export async function fetchBadge(url: string, fetchDocument: ReturnType<typeof fetcher>) {
  return bytesIn(await fetchDocument(url, badgeFiles))
}

/** What stands at a picture's address; null where nothing came. */
export async function fetchPicture(url: string, now: Date) {
  return bytesIn(await fetcher(now)(url, 'image/png, image/svg+xml'))
}

function bytesIn(found: Awaited<ReturnType<ReturnType<typeof fetcher>>>) {
  return found.answered && found.status === 200 ? Uint8Array.from(found.body) : null
}
