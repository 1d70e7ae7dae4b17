import { seconds } from '#durations'
import type { FetchDocument, Fetched } from '#openbadges/fetch-document'

const most = 10
const patience = seconds(10)

/**
 * What one check may fetch: ten documents within ten seconds, and the same one once (security bar
 * G7). Then there are no more answers, and the check ends with those that it has.
 */
export function withinBounds(fetchDocument: FetchDocument): FetchDocument {
  const asked = new Map<string, Promise<Fetched>>()
  const until = performance.now() + patience
  return (url, accept) => {
    const key = `${accept} ${url}`
    const known = asked.get(key)
    if (known) return known
    const left = until - performance.now()
    if (asked.size >= most || left <= 0) return Promise.resolve(nothing)
    const answer = Promise.race([fetchDocument(url, accept), after(left)])
    asked.set(key, answer)
    return answer
  }
}

const nothing: Fetched = { answered: false }

const after = (milliseconds: number) =>
  new Promise<Fetched>((resolve) => {
    setTimeout(() => resolve(nothing), milliseconds).unref()
  })
