import { LRUCache } from 'lru-cache'
import type { Answer } from '#answer'
import { validityOf } from '#badges/validity'
import { NotFound } from '#errors'
import type { FormName } from './badge-forms.ts'
import { findPublished, type Published } from './visibility.ts'

/** What can be asked for of a published badge: a page, the embed card, or one of its forms as data. */
type Door = 'public/show' | 'public/embed' | FormName

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
  door: Door,
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
