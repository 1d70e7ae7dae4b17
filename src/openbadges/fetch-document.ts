/** A document from elsewhere, or that nothing came. An error status is an answer too. */
export type Fetched =
  | { answered: true; status: number; url: string; mediaType: string; body: Uint8Array }
  | { answered: false }

/**
 * How the library gets what stands elsewhere. It is handed in: the library has no network of its own.
 * `url` after redirects is the answer's own. Rejects never; gives up in time by itself.
 */
export type FetchDocument = (url: string, accept: string) => Promise<Fetched>
