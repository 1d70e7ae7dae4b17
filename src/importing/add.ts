import type { Learner } from '#accounts/credentials'
import { lockAccount } from '#accounts/account'
import { hashOf } from '#checking/examine'
import { keepCheck } from '#checking/kept-checks'
import { searchColumns } from '#badges/search'
import { walletChanged } from '#badges/summary'
import { db, type Tx } from '#db'
import { newId } from '#ids'
import { dropDrafts, dropPictures, findDraft, storeDrawn } from './draft.ts'
import { nextCheck } from './daily-checks.ts'
import { fieldsOf, type Fields } from './fields.ts'
import { namedIn } from './named.ts'
import { placeholder } from './placeholder.ts'
import { revocationIn } from './revocation.ts'
import { toldBy } from './standing.ts'
import { findSame, known, type Same } from './same.ts'

/** Where the badge lies now, and what was done: nothing, where it was there already. */
export interface Added {
  assertionId: string
  done: 'added' | 'replaced' | 'had' | 'waiting'
}

type Draft = Awaited<ReturnType<typeof findDraft>>

/** What stands between looking and adding: whose the badge is, and whether it is there already. */
export async function outlook(learner: Learner, draft: Draft, now: Date, tx: Tx = db) {
  const own = await tx.emailAddress.findMany({ where: { accountId: learner.id } })
  const looked = {
    accountId: learner.id,
    addresses: own.map(({ address }) => address),
    hash: hashOf(draft.bytes),
    verdict: draft.found,
  }
  const same: Same = await findSame(tx, looked, now)
  return { same, own, namedAddress: namedIn(draft.found.badge.recipients, own) }
}

/**
 * Puts a badge that was looked at into the wallet, once: whole, with everything that it needs of its
 * own, or not at all. A newer form of one that is there takes its place.
 */
export async function add(learner: Learner, draftId: string, now: Date): Promise<Added> {
  const { bytes, found } = await findDraft(learner, draftId, now)
  await keepCheck(hashOf(bytes), found)
  const spare = await placeholder()
  return db.$transaction(async (tx) => {
    await lockAccount(tx, learner.id)
    const draft = await findDraft(learner, draftId, now, tx)
    const seen = await outlook(learner, draft, now, tx)
    const { same } = seen
    if (same.is === 'had' || same.is === 'newer-had' || same.is === 'waiting')
      return { assertionId: same.assertionId, done: same.is === 'waiting' ? 'waiting' : 'had' }
    const pictureId = draft.pictureId ?? (await storeDrawn(tx, spare))
    const rows = rowsOf(draft, seen, pictureId, now)
    const assertionId =
      same.is === 'new'
        ? await create(tx, learner, rows, now)
        : await replace(tx, same.assertionId, rows)
    await dropDrafts(tx, { id: draft.id })
    await walletChanged(tx, learner.id)
    return { assertionId, done: same.is === 'new' ? 'added' : 'replaced' }
  })
}

type Outlook = Awaited<ReturnType<typeof outlook>>
type Rows = ReturnType<typeof rowsOf>

function rowsOf(draft: Draft, { own, namedAddress }: Outlook, pictureId: string, now: Date) {
  const { badge } = draft.found
  const fields = fieldsOf(badge)
  return {
    issuer: fields.issuer,
    achievement: { ...achievementOf(fields), pictureId },
    assertion: {
      ...assertionOf(fields, now),
      recipientAddress: namedAddress ?? '',
      recipientTyped: own.find(({ address }) => address === namedAddress)?.typed ?? '',
      ...{ revokedAt: null, revocationReason: null },
      ...revocationIn(draft.found, { revokedAt: null, revocationReason: null }, now),
      checkedAs: hashOf(draft.bytes),
    },
    import: {
      ...{ bytes: draft.bytes, mediaType: draft.mediaType, source: draft.source },
      ...{ hash: hashOf(draft.bytes), namedAddress, validFrom: fields.validFrom },
      credentialId: known(badge.id),
      issuerId: known(badge.issuer.id),
      recipients: fields.recipients,
      checkedAt: new Date(draft.found.checkedAt),
      nextCheckAt: nextCheck(now),
      // They have just seen what the check says of that.
      ...{ toldAs: toldBy(draft.found), toldAt: null, toldEnd: null, unanswered: 0 },
    },
  }
}

const achievementOf = ({ name, description, criteria, tags, alignments, language }: Fields) => ({
  ...{ name, description, criteria, tags, alignments, language },
  skills: tags,
})

function assertionOf(fields: Fields, now: Date) {
  const { name, description, issuer, tags, evidence, language, recipientName } = fields
  return {
    ...{ recipientName, evidence, language, name, skills: tags, issuerName: issuer.name },
    // A badge that names no day is put where it came in.
    issuedOn: fields.issuedOn ?? now,
    expiresOn: fields.expiresOn,
    ...{ offerEndsAt: now, decision: 'ACCEPTED' as const, decidedAt: now },
    ...searchColumns({ name, description, skills: tags, tags: [], issuerName: issuer.name }),
  }
}

async function create(tx: Tx, { id: ownerId }: Learner, rows: Rows, now: Date): Promise<string> {
  const [issuerId, achievementId, id] = [newId(), newId(), newId()]
  await tx.issuer.create({ data: { id: issuerId, ...rows.issuer } })
  await tx.achievement.create({ data: { id: achievementId, issuerId, ...rows.achievement } })
  const belongs = { id, ownerId, issuerId, achievementId }
  await tx.assertion.create({ data: { ...belongs, awardedAt: now, ...rows.assertion } })
  await tx.import.create({ data: { assertionId: id, ...rows.import } })
  return id
}

/** What its owner chose stays: who may see it, under which link, and their tags. */
async function replace(tx: Tx, id: string, rows: Rows): Promise<string> {
  const { issuerId, achievementId, achievement, tags } = await tx.assertion.findUniqueOrThrow({
    where: { id },
    include: { achievement: { select: { pictureId: true } } },
  })
  const { name, issuerName, skills } = rows.assertion
  const { description } = rows.achievement
  const found = searchColumns({ name, issuerName, skills, description, tags })
  const data = { ...rows.assertion, ...found }
  await tx.issuer.update({ where: { id: issuerId }, data: rows.issuer })
  await tx.achievement.update({ where: { id: achievementId }, data: rows.achievement })
  await tx.assertion.update({ where: { id }, data })
  await tx.import.update({ where: { assertionId: id }, data: rows.import })
  await dropPictures(tx, [achievement.pictureId])
  return id
}
