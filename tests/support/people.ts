import { createAccount } from '#accounts/account'
import { hashPassword } from '#accounts/passwords'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import { newId } from '#ids'
import { accept } from '#inbox/decisions'
import { createBadge } from '#issuing/achievements'
import { award } from '#issuing/award'
import { awardForm, badgeForm, issuerForm } from '#issuing/forms'
import { createIssuer, type ActingIssuer } from '#issuing/issuers'
import { clock } from './app.ts'
import { Browser } from './browser.ts'

export const password = 'correct horse battery'

export const picture =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4" fill="teal"/></svg>',
  )

let hash: Promise<string> | undefined

/** Everybody has the same password, and to hash it takes longer than all the rest. */
const sameHash = () => (hash ??= hashPassword(password))

/** A learner with a confirmed address `name@example.org`. */
export async function learner(name: string): Promise<Learner> {
  const address = `${name.toLowerCase().replace(/\W/g, '')}.${newId().slice(0, 6)}@example.org`
  const passwordHash = await sameHash()
  const typedAddress = { canonical: address, typed: address }
  const id = await createAccount(db, { name, address: typedAddress, passwordHash }, clock.now())
  if (id === null) throw new Error(`${address} has an account already`)
  return { id, name, shownName: name, language: 'en-GB', closesAt: null, addresses: [address] }
}

/** A browser in which this learner has logged in through the form. */
export async function logIn(person: Learner): Promise<Browser> {
  const browser = new Browser()
  await browser.get('/log-in')
  const page = await browser.post('/log-in', { email: person.addresses[0] ?? '', password })
  if (page.location !== '/home') throw new Error(`${person.name} could not log in: ${page.status}`)
  return browser
}

export async function issuer(
  name = 'Northfield Exam Board',
): Promise<ActingIssuer & { key: string }> {
  const made = await createIssuer(
    issuerForm.parse({
      name,
      url: 'https://northfield.example',
      email: 'badges@northfield.example',
    }),
  )
  return { ...made, name }
}

export async function badgeOf(
  by: ActingIssuer,
  name = 'First Aid',
  more: object = {},
): Promise<string> {
  const input = {
    name,
    description: `Knows ${name}.`,
    criteria: 'Passed a *test*.',
    image: picture,
    ...more,
  }
  return (await createBadge(by, badgeForm.parse(input), clock.now())).id
}

/** A badge that waits for this learner on Home; gives the id of the award. */
export async function pendingBadge(
  person: Learner,
  name = 'First Aid',
  more: object = {},
): Promise<string> {
  const by = await issuer()
  return awarded(by, await badgeOf(by, name), { email: person.addresses[0], ...more })
}

export async function awarded(by: ActingIssuer, badge: string, input: object): Promise<string> {
  const outcome = await award(by, awardForm.parse({ badge, ...input }), clock.now())
  if (!outcome.ok) throw new Error(`${outcome.field} ${outcome.message}`)
  return outcome.award.id
}

/** A badge in this learner's wallet. */
export async function heldBadge(
  person: Learner,
  name = 'First Aid',
  more: object = {},
): Promise<string> {
  const id = await pendingBadge(person, name, more)
  await accept(person, id, clock.now())
  return id
}
