import { db } from '#db'
import { Browser } from './browser.ts'
import { heldBadge, learner, logIn } from './people.ts'

/** Somebody without a login. */
export const employer = new Browser()

/** A badge that its owner has published through the form. */
export async function published(
  visibility = 'PUBLIC',
  more: Record<string, string> = {},
  award: object = {},
) {
  const maria = await learner('Maria Rossi')
  const id = await heldBadge(maria, 'First Aid', award)
  const browser = await logIn(maria)
  await browser.post(`/badges/${id}/publish`, { visibility, ...more })
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
  return { maria, id, browser, key: publicKey ?? '', url: `/b/${publicKey}` }
}
