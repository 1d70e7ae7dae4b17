import { searchColumns } from '#badges/search'
import { stateOf, type ClaimState } from '#claims/claim'
import { db, type Tx } from '#db'
import { days } from '#durations'
import { NotFound } from '#errors'
import type { Achievement, Assertion } from '#generated/prisma/client'
import { newId } from '#ids'
import { enqueue } from '#queue/queue'
import type { NewAward } from './forms.ts'
import type { ActingIssuer } from './issuers.ts'

const offerStandsFor = days(180)

/** What an issuer is told of an award: what it said itself, and where the offer stands. */
export type AwardAnswer = ReturnType<typeof describe>

type Outcome = { ok: true; award: AwardAnswer } | { ok: false; field: string; message: string }

/**
 * Awards a badge: the one way in for the API, the command line and every later form or file.
 * The award and its mail are written down together, in the caller's transaction where it has one.
 */
export async function award(
  issuer: ActingIssuer,
  input: NewAward,
  now: Date,
  tx?: Tx,
): Promise<Outcome> {
  const badge = await (tx ?? db).achievement.findFirst({
    where: { id: input.badge, issuerId: issuer.id },
  })
  if (!badge) return { ok: false, field: 'badge', message: 'must be the id of one of your badges' }
  const issuedOn = input.issuedOn ?? new Date(now.toISOString().slice(0, 10))
  if (input.expiresOn && input.expiresOn <= issuedOn) {
    return { ok: false, field: 'expiresOn', message: 'must be after issuedOn' }
  }
  if (input.offerEndsOn && input.offerEndsOn <= now) {
    return { ok: false, field: 'offerEndsOn', message: 'must be in the future' }
  }
  const write = (within: Tx) => writeAward(within, issuer, badge, { ...input, issuedOn }, now)
  const written = await (tx ? write(tx) : db.$transaction(write))
  return { ok: true, award: describe(written, now) }
}

async function writeAward(
  tx: Tx,
  issuer: ActingIssuer,
  badge: Achievement,
  input: NewAward & { issuedOn: Date },
  now: Date,
) {
  const { name, description, skills, tags } = badge
  const assertion = await tx.assertion.create({
    data: {
      id: newId(),
      achievementId: badge.id,
      issuerId: issuer.id,
      awardedAt: now,
      recipientAddress: input.email.canonical,
      recipientTyped: input.email.typed,
      recipientName: input.name,
      issuedOn: input.issuedOn,
      expiresOn: input.expiresOn,
      evidence: input.evidence,
      language: input.language ?? badge.language,
      offerEndsAt: input.offerEndsOn ?? new Date(+now + offerStandsFor),
      ...{ name, skills, tags, issuerName: issuer.name },
      ...searchColumns({ name, description, skills, tags, issuerName: issuer.name }),
    },
  })
  await enqueue(tx, 'mail-award', { assertionId: assertion.id })
  return assertion
}

/** One of the issuer's own awards. */
export async function findAward(issuer: ActingIssuer, id: string, now: Date): Promise<AwardAnswer> {
  const found = await db.assertion.findFirst({ where: { id, issuerId: issuer.id } })
  if (!found) throw new NotFound()
  return describe(found, now)
}

/** For the command line, where the operator acts for the issuer. */
export async function issuerOfAward(id: string): Promise<ActingIssuer | null> {
  const found = await db.assertion.findUnique({ where: { id }, select: { issuer: true } })
  return found?.issuer ?? null
}

/** Takes a badge back, once; a repeat keeps the first time and reason. */
export async function revoke(
  issuer: ActingIssuer,
  id: string,
  reason: string | null,
  now: Date,
): Promise<AwardAnswer> {
  await db.assertion.updateMany({
    where: { id, issuerId: issuer.id, revokedAt: null },
    data: { revokedAt: now, revocationReason: reason },
  })
  return findAward(issuer, id, now)
}

const words: Record<ClaimState, string> = {
  open: 'waiting',
  accepted: 'accepted',
  declined: 'declined',
  'not mine': 'not_mine',
  withdrawn: 'revoked',
  ended: 'ended',
}

function describe(award: Assertion, now: Date) {
  const offer = words[stateOf(award, now)]
  return {
    id: award.id,
    badge: award.achievementId,
    // Empty once its recipient has closed their account.
    email: award.recipientTyped || null,
    name: award.recipientName,
    issuedOn: award.issuedOn.toISOString(),
    expiresOn: award.expiresOn?.toISOString() ?? null,
    // What an issuer asks about first; what the learner answered stays beside it, in `offer`.
    state: award.revokedAt ? 'revoked' : offer,
    offer,
    offerEndsAt: award.offerEndsAt.toISOString(),
    mailedAt: award.mailedAt?.toISOString() ?? null,
    revokedAt: award.revokedAt?.toISOString() ?? null,
    revocationReason: award.revocationReason,
  }
}
