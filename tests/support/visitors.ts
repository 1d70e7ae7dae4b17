import { db } from '#db'
import { newId } from '#ids'
import { Browser, type Page } from './browser.ts'
import { mailbox } from './mailbox.ts'
import type { OAuthServer } from './oauth-server.ts'
import { awarded, badgeOf, issuer } from './people.ts'

/** Somebody whom Google vouches for, unless told otherwise. */
export const atGoogle = (email: string, more: object = {}) => ({
  ...{ sub: newId(), name: 'Ana García', email, email_verified: true, ...more },
})

/** Facebook tells an address if the person has one there, and never whether it was confirmed. */
export const atFacebook = (email?: string, more: object = {}) => ({
  ...{ id: newId(), name: 'Ana García', ...(email && { email }), ...more },
})

/** Leaves for the provider and agrees there; gives the path that the way back begins with. */
export async function wayBack(
  server: OAuthServer,
  person: Record<string, unknown>,
  { browser = new Browser(), from = `/log-in/${server.provider}` } = {},
): Promise<{ browser: Browser; back: string }> {
  server.person = person
  const away = await browser.get(from)
  const there = await browser.get(away.location ?? '')
  return { browser, back: there.location ?? '' }
}

/** The same and back: what *Continue with Google* comes to. */
export async function comeFrom(
  server: OAuthServer,
  person: Record<string, unknown>,
  trip: { browser?: Browser; from?: string } = {},
): Promise<{ browser: Browser; page: Page }> {
  const { browser, back } = await wayBack(server, person, trip)
  return { browser, page: await browser.get(back) }
}

export const accountWith = (address: string) =>
  db.account.findFirst({
    where: { addresses: { some: { address } } },
    include: { identities: true, addresses: true },
  })

/** A badge that was sent to this address, and the token of its *Get my badge* link. */
export async function claimFor(address: string) {
  const by = await issuer()
  await awarded(by, await badgeOf(by, 'First Aid'), { email: address })
  const mail = await mailbox.mailTo(address)
  return /\/claim\/([\w.-]+)/.exec(mail.text ?? '')?.[1] ?? ''
}
