import { factsOf, withFacts } from '#badges/facts'
import { renderView } from '#web/views'
import { db } from '#db'
import { NotFound } from '#errors'
import type { Account, Assertion } from '#generated/prisma/client'
import { check, type Person } from './check.ts'
import { answer, answerFor, type Answer } from './kept-answers.ts'
import { publicUrl } from './share-links.ts'
import type { Published } from './visibility.ts'

type View = 'public/show' | 'public/embed'

/** The public page or embed card under this key. */
export const publicPage = (key: string, view: View, now: Date): Promise<Answer> =>
  answerFor(view, key, now, (published) => renderPage(key, published, view, now))

async function renderPage(key: string, published: Published, view: View, now: Date) {
  const url = publicUrl(key)
  const found = await db.assertion.findUnique({
    where: { id: published.assertionId },
    include: { ...withFacts, owner: true },
  })
  if (!found?.owner) throw new NotFound()
  const badge = factsOf(found, `${url}/badge`, now)
  const person = personOf(found, found.owner)
  const indexable =
    found.searchEngines && published.visibility === 'PUBLIC' && isCurrent(badge.validity.state)
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
  return answer(Buffer.from(html), { indexable })
}

const isCurrent = (state: string) => state === 'valid' || state === 'soon'

/** The issuer's own printed name counts for more than the name that the learner gave. */
function personOf({ showName, recipientName }: Assertion, owner: Account): Person | null {
  if (!showName) return null
  if (recipientName === null) return { name: owner.name, by: 'learner' }
  return { name: recipientName, by: 'issuer' }
}
