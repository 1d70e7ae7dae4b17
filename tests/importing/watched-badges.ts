import { beforeAll, beforeEach } from 'vitest'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import { days } from '#durations'
import { checkImport } from '#importing/check-import'
import { signCredential } from '#openbadges/credential/sign-credential'
import { writeStatusList } from '#openbadges/credential/write-status-list'
import { clock } from '../support/app.ts'
import type { Browser } from '../support/browser.ts'
import { Elsewhere } from '../support/elsewhere.ts'
import { foreignBadge, foreignIssuer } from '../support/foreign-badge.ts'
import { mailbox, soon } from '../support/mailbox.ts'
import { learner, logIn } from '../support/people.ts'

// Badges from elsewhere in Maria's wallet, whose issuer keeps a list of what it took back.

export const elsewhere = new Elsewhere()

const by = foreignIssuer()
const index = 94_567

export let maria: Learner
export let browser: Browser
export let email: string

/** Opens Maria's wallet, and the issuer's server, for a test file. Call it once behind `startApp`. */
export function watchBadges() {
  elsewhere.listen()
  beforeAll(async () => {
    maria = await learner('Maria')
    browser = await logIn(maria)
    email = maria.addresses[0] ?? ''
  })
  beforeEach(() => {
    mailbox.mails.length = 0
    clock.ahead = 0
  })
}

/** The issuer's list says this of the badge from now on. */
export async function listSays(isRevoked: boolean, purpose = 'revocation', path = '/status/1') {
  const list = writeStatusList({
    ...{ id: elsewhere.address + path, issuer: by.id, validFrom: new Date('2026-01-01') },
    revoked: isRevoked ? [index] : [],
  })
  const subject = { ...list.credentialSubject, statusPurpose: purpose }
  const signer = { verificationMethod: `${by.id}#${by.id.slice(8)}`, privateKey: by.privateKey }
  const signed = await signCredential(
    { ...list, credentialSubject: subject },
    signer,
    new Date('2026-01-01'),
  )
  elsewhere.stands.set(path, JSON.stringify(signed))
}

export const entry = (purpose = 'revocation', path = '/status/1') => ({
  credentialStatus: {
    ...{ type: 'BitstringStatusListEntry', statusPurpose: purpose, statusListIndex: `${index}` },
    statusListCredential: elsewhere.address + path,
  },
})

/** A badge from elsewhere in Maria's wallet. */
export async function added(more: Parameters<typeof foreignBadge>[0] = {}): Promise<string> {
  const bytes = await foreignBadge({ by, email, more: entry(), ...more })
  const { location } = await browser.upload('/badges/add', { name: 'badge', bytes })
  const page = await browser.post(location ?? '')
  return page.location?.split('/').at(-1) ?? ''
}

export const importOf = (assertionId: string) =>
  db.import.findUniqueOrThrow({ where: { assertionId } })
export const badge = (id: string) => db.assertion.findUniqueOrThrow({ where: { id } })

/** Does the check that is due in so many days. */
export async function checkIn(id: string, inDays = 1) {
  clock.ahead = days(inDays)
  await checkImport({ assertionId: id }, { now: clock.now() })
}

export const newsMails = (about: string) =>
  mailbox.mailsTo(email).filter(({ subject }) => subject?.startsWith(about))
export const newsMail = (about: string) => soon(() => newsMails(about)[0], `mail “${about}”`)
