import { forgetChecks } from '#checking/forget-checks'
import type { Tx } from '#db'
import { dropDrafts } from '#importing/draft'
import { removeImports } from '#importing/removal'

/** Who is to be forgotten. */
interface Leaving {
  id: string
  addresses: string[]
}

/**
 * Takes everything that names a person out of what stays behind when their account goes; what hangs
 * on the account itself goes with it.
 */
export async function forget(tx: Tx, leaving: Leaving, now: Date): Promise<void> {
  const { id, addresses } = leaving
  const address = { in: addresses }
  await forgetAnswers(tx, leaving)
  await removeImports(tx, { ownerId: id })
  await dropDrafts(tx, { accountId: id })
  await emptyBadges(tx, leaving, now)
  await tx.signUp.deleteMany({ where: { OR: [{ address }, { accountId: id }] } })
  await tx.newAddress.deleteMany({ where: { address } })
  await tx.logInCode.deleteMany({ where: { address } })
  await tx.unsubscription.deleteMany({ where: { address } })
  await forgetMails(tx, addresses)
  await forgetJobs(tx, addresses)
  await endHalfway(tx, leaving)
}

/** In the person's wallet, or sent to them and in nobody's. */
const theirs = ({ id, addresses }: Leaving) => ({
  OR: [{ ownerId: id }, { ownerId: null, recipientAddress: { in: addresses } }],
})

// Of a badge only what can be earned, when, and how it was answered: for the issuer's counts.
const emptied = {
  ...{ recipientAddress: '', recipientTyped: '', recipientName: null },
  ...{ evidence: [], revocationReason: null, tags: [] },
  ...{ searchText: '', sortName: '', sortIssuer: '' },
  ...{ publicKey: null, publishedAt: null, showName: false, searchEngines: false },
  visibility: 'ONLY_ME',
} as const

/** Each is written once: after that it is not theirs any more. An offer that stood ends now. */
async function emptyBadges(tx: Tx, leaving: Leaving, now: Date) {
  const where = theirs(leaving)
  // A badge as it was signed has a hash of the address in it.
  await tx.signedBadge.deleteMany({ where: { assertion: where } })
  await forgetChecks(tx, where)
  const data = { ...emptied, ownerId: null, deletedAt: now }
  await tx.assertion.updateMany({
    where: { ...where, offerEndsAt: { gt: now } },
    data: { ...data, offerEndsAt: now },
  })
  await tx.assertion.updateMany({ where, data })
}

/** What the API has told issuers names the recipient; before the badges are emptied. */
async function forgetAnswers(tx: Tx, { id, addresses }: Leaving) {
  await tx.$executeRaw`
    DELETE FROM "IdempotencyKey" WHERE answer->'award'->>'id' IN (
      SELECT id FROM "Assertion"
      WHERE "ownerId" = ${id} OR ("ownerId" IS NULL AND "recipientAddress" = ANY(${addresses})))`
}

/** Mails kept for developers: those to the person, and those that speak of them. */
async function forgetMails(tx: Tx, addresses: string[]) {
  for (const address of addresses)
    await tx.keptMail.deleteMany({
      where: { OR: [{ to: address }, { text: { contains: address } }] },
    })
}

/** Few jobs name an address; those that are done are kept for an hour, and those set aside for long. */
async function forgetJobs(tx: Tx, addresses: string[]) {
  await tx.$executeRaw`
    DELETE FROM pgboss.job WHERE data->'payload'->>'address' = ANY(${addresses})
      OR data->'payload'->>'alsoTo' = ANY(${addresses})`
}

/** Browsers on the way to the account that have no login yet. */
async function endHalfway(tx: Tx, { id, addresses }: Leaving) {
  await tx.$executeRaw`
    DELETE FROM "Session" WHERE data->'halfway'->>'accountId' = ${id}
      OR data->'visiting'->'visitor'->'email'->>'canonical' = ANY(${addresses})`
}
