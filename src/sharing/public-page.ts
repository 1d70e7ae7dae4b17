import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { factsOf, withFacts } from '#badges/facts'
import { validityOf } from '#badges/validity'
import { renderView } from '#web/views'
import { db } from '#db'
import { NotFound } from '#errors'
import { check, type Person } from './check.ts'
import { publicUrl } from './share-links.ts'
import { findPublished, type Published } from './visibility.ts'

/** A finished answer: nothing in it depends on who asks. */
export interface PublicPage {
  body: Buffer
  etag: string
  indexable: boolean
}

type View = 'public/show' | 'public/embed'

interface Wanted {
  key: string
  published: Published
  view: View
  now: Date
}

// About as many pages as are looked at within minutes. Whether one may be seen, and in which
// version, is asked of the database on each request; only a page of that version is taken from
// here. Of many requests for a new version, one makes the page and the others wait for it.
const pages = new LRUCache<string, PublicPage, Wanted>({
  maxSize: 32 * 1024 * 1024,
  sizeCalculation: (page) => page.body.length + 500,
  fetchMethod: (_id, _old, { context }) => renderPage(context),
  ignoreFetchAbort: true,
})

/** The public page or embed card under this key, or NotFound alike for private, deleted and unknown. */
export async function publicPage(key: string, view: View, now: Date): Promise<PublicPage> {
  const published = await findPublished(key)
  if (!published) throw new NotFound()
  // Time changes a page too, but only when it changes what is true of the badge.
  const id = `${view} ${key} ${published.version} ${validityOf(published, now).state}`
  return pages.get(id) ?? pages.forceFetch(id, { context: { key, published, view, now } })
}

async function renderPage({ key, published, view, now }: Wanted): Promise<PublicPage> {
  const url = publicUrl(key)
  const found = await db.assertion.findUnique({
    where: { id: published.assertionId },
    include: { ...withFacts, owner: true },
  })
  if (!found?.owner) throw new NotFound()
  const badge = factsOf(found, `${url}/badge`, now)
  const person = found.showName ? personOf(found.recipientName, found.owner.name) : null
  const indexable = found.searchEngines && published.visibility === 'PUBLIC' && isCurrent(badge.validity.state)
  const html = await renderView(view, {
    layout: view === 'public/show' ? 'public-layout' : false,
    title: `${badge.name} – ${badge.issuer.name}`,
    badge: { ...badge, recipientName: person?.name ?? null },
    personName: person?.name ?? null,
    publicUrl: url,
    jsonUrl: `${url}.json`,
    embedUrl: `${url}/embed`,
    check: check(badge, person),
    indexable,
  })
  const body = Buffer.from(html)
  return { body, etag: etagOf(body), indexable }
}

export const etagOf = (body: Buffer) => `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`

const isCurrent = (state: string) => state === 'valid' || state === 'soon'

/** The issuer's own printed name counts for more than the name that the learner gave. */
const personOf = (printed: string | null, given: string): Person =>
  printed === null ? { name: given, by: 'learner' } : { name: printed, by: 'issuer' }
