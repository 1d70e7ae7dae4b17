import type { FetchDocument, Fetched } from '#openbadges/fetch-document'

export interface Web {
  fetchDocument: FetchDocument
  /** Puts something at an address; JSON where it is no text and no bytes. */
  stands: (url: string, content: unknown, status?: number) => string
  redirects: (url: string, to: string) => void
  /** What was asked for, in order. */
  asked: string[]
}

/** A web with nothing in it: what was not put there does not answer. */
export function emptyWeb(): Web {
  const pages = new Map<string, Fetched>()
  const asked: string[] = []
  return {
    asked,
    fetchDocument: (url) => {
      asked.push(url)
      return Promise.resolve(pages.get(url) ?? { answered: false })
    },
    stands: (url, content, status = 200) => {
      const body = content instanceof Uint8Array ? content : Buffer.from(asText(content))
      pages.set(url, { answered: true, status, url, mediaType: 'text/plain', body })
      return url
    },
    redirects: (url, to) => {
      pages.set(url, pages.get(to) ?? { answered: false })
    },
  }
}

const asText = (content: unknown) =>
  typeof content === 'string' ? content : JSON.stringify(content)
