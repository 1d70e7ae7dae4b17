import type { FetchDocument } from './fetch-document.ts'

export type Version = '0.5' | '1.0' | '1.1' | '2.0' | '3.0'

/** What the library is handed in: it has no clock and no network of its own. */
export interface Circumstances {
  now: Date
  fetchDocument: FetchDocument
  /** Email addresses that are known to be one person's, lower-case; without them nobody is compared. */
  recipients?: readonly string[]
}
