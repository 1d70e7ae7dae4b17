import { answer, type Answer } from '#answer'
import { factsOf, withFacts } from '#badges/facts'
import { renderView } from '#web/views'
import { db } from '#db'
import { NotFound } from '#errors'
import { badgePanel, personOf } from './badge-check.ts'
import { answerFor } from './kept-answers.ts'
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
    include: { ...withFacts, owner: true, import: true },
  })
  if (!found?.owner) throw new NotFound()
  const badge = factsOf(found, `${url}/badge`, now)
  const person = personOf(found)
  const personName = 'name' in person ? person.name : null
  const indexable =
    found.searchEngines && published.visibility === 'PUBLIC' && isCurrent(badge.validity.state)
  const html = await renderView(view, {
    layout: view === 'public/show' ? 'public-layout' : false,
    title: `${badge.name} – ${badge.issuer.name}`,
    badge: { ...badge, recipientName: personName },
    personName,
    publicUrl: url,
    jsonUrl: `${url}.json`,
    check: await badgePanel(found, person, now),
    indexable,
  })
  return answer(Buffer.from(html), { indexable })
}

const isCurrent = (state: string) => state === 'valid' || state === 'soon'
