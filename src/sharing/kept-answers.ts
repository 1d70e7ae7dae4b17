import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { validityOf } from '#badges/validity'
import { NotFound } from '#errors'
import { findPublished, type Published } from './visibility.ts'

/** A finished answer: nothing in it depends on who asks. */
export interface Answer {
  status: 200 | 410
  body: Buffer
  etag: string
  indexable: boolean
}

// About as many as are looked at within minutes. Whether a badge may be seen, and in which version,
// is asked of the database on each request; only an answer of that version is taken from here.
// Of many requests for a new version, one makes the answer and the others wait for it.
const answers = new LRUCache<string, Answer, () => Promise<Answer>>({
  maxSize: 32 * 1024 * 1024,
  sizeCalculation: ({ body }) => body.length + 500,
  fetchMethod: (_id, _old, { context: make }) => make(),
  ignoreFetchAbort: true,
})

/** What this door shows of the badge under this key; NotFound alike for private, deleted and unknown. */
export async function answerFor(
  door: 'public/show' | 'public/embed' | 'data',
  key: string,
  now: Date,
  make: (published: Published) => Promise<Answer>,
): Promise<Answer> {
  const published = await findPublished(key)
  if (!published) throw new NotFound()
  // Time changes an answer too, but only when it changes what is true of the badge.
  const id = `${door} ${key} ${published.version} ${validityOf(published, now).state}`
  return answers.get(id) ?? answers.forceFetch(id, { context: () => make(published) })
}

/** An answer that is told from every other by what it says. */
export function answer(body: Buffer, more: Partial<Answer> = {}): Answer {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  return { status: 200, body, etag, indexable: false, ...more }
}
