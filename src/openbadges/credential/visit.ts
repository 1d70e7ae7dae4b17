import type { Circumstances } from '#openbadges/circumstances'
import type { Fetched } from '#openbadges/fetch-document'
import { parseJson } from '#openbadges/json'

/** Documents that one badge may have us fetch: it must not send us around the world. */
const mostDocuments = 24

/** One check: the circumstances, and what was fetched in the course of it, each document once. */
export interface Visit {
  now: Date
  recipients: readonly string[] | null
  fetchDocument: (url: string) => Promise<Fetched>
  /** What was fetched, once read as JSON. */
  read: Map<string, Answer<unknown>>
}

const accepted = 'application/ld+json, application/vc+ld+json, application/json, */*;q=0.1'

export function visitOf({ now, recipients, fetchDocument }: Circumstances): Visit {
  const documents = new Map<string, Promise<Fetched>>()
  return {
    now,
    recipients: recipients ?? null,
    read: new Map(),
    fetchDocument: (url) => {
      const known = documents.get(url)
      if (known) return known
      if (documents.size >= mostDocuments) return Promise.resolve({ answered: false })
      const fetched = fetchDocument(url, accepted)
      documents.set(url, fetched)
      return fetched
    },
  }
}

/** `gone`: it answers that there is nothing. `silent`: nothing that says yes or no came. */
export type Answer<T> = { is: 'there'; content: T } | { is: 'gone' | 'silent' }

/** What stands at an address, as text, if nobody on the way can have changed it. */
export async function textAt(url: string, visit: Visit): Promise<Answer<string>> {
  if (!trustworthy.test(url)) return { is: 'silent' }
  const fetched = await visit.fetchDocument(url)
  if (!fetched.answered) return { is: 'silent' }
  if (fetched.status === 404 || fetched.status === 410) return { is: 'gone' }
  if (fetched.status !== 200) return { is: 'silent' }
  return { is: 'there', content: Buffer.from(fetched.body).toString() }
}

/** As browsers see it (W3C Secure Contexts §3.1): from this very machine, http does no harm. */
const trustworthy = /^(https:\/\/|http:\/\/localhost[:/])/i

/** The same as JSON; undefined where it is none, such as a page for people. */
export async function jsonAt(url: string, visit: Visit): Promise<Answer<unknown>> {
  const known = visit.read.get(url)
  if (known) return known
  const text = await textAt(url, visit)
  const json: Answer<unknown> =
    text.is === 'there' ? { is: 'there', content: parseJson(text.content) } : text
  visit.read.set(url, json)
  return json
}
