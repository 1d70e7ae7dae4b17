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

// About as many pages as are looked at within minutes. What they show is asked for on each
// request; an entry whose version is no longer that of the database is made anew.
const pages = new LRUCache<string, PublicPage & { version: string }>({
  maxSize: 32 * 1024 * 1024,
  sizeCalculation: (page) => page.body.length + 500,
})

/** The public page or embed card under this key, or NotFound alike for private, deleted and unknown. */
export async function publicPage(key: string, view: View, now: Date): Promise<PublicPage> {
  const published = await findPublished(key)
  if (!published) throw new NotFound()
  // Time changes a page too, but only when it changes what is true of the badge.
  const version = `${published.version} ${validityOf(published, now).state}`
  const kept = pages.get(`${view} ${key}`)
  if (kept?.version === version) return kept
  const page = await renderPage(key, published, view, now)
  pages.set(`${view} ${key}`, { ...page, version })
  return page
}

async function renderPage(key: string, published: Published, view: View, now: Date): Promise<PublicPage> {
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
