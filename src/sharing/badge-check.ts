import { hostnameOf, withFacts, type FullBadge } from '#badges/facts'
import { checkBadge } from '#checking/check-badge'
import { hashOf } from '#checking/examine'
import { keepCheck, keptCheck } from '#checking/kept-checks'
import { findOurIssuer } from '#checking/our-issuer'
import { panel, type Panel } from '#checking/panel'
import type { Person } from '#checking/known'
import { db } from '#db'
import { NotFound, Overloaded } from '#errors'
import type { Account, Import } from '#generated/prisma/client'
import { revocationIn } from '#importing/revocation'
import type { Verdict } from '#openbadges/check'
import { badgeForm } from './badge-forms.ts'
import { isFromElsewhere } from './received-badge.ts'
import { findPublished } from './visibility.ts'

export interface BadgePanel extends Panel {
  version: Verdict['version']
  /** The forms in which others can get this badge. */
  forms: { json: boolean; png: boolean }
}

/** What a page says of a badge in a wallet. The check is a kept one, but what changes by itself is asked now. */
export async function badgePanel(badge: FullBadge, person: Person, now: Date): Promise<BadgePanel> {
  const verdict = await newestCheck(badge, now)
  const { revokedAt, revocationReason, issuer } = badge
  const isAdded = isFromElsewhere(badge)
  const ours = { name: issuer.name, hostname: hostnameOf(issuer.url) }
  const shown = panel(verdict, {
    ...{ now, isAdded, person },
    ourIssuer: isAdded ? await findOurIssuer(verdict) : ours,
    revoked: revokedAt && { on: revokedAt, reason: revocationReason },
  })
  const came = isAdded ? verdict.format : null
  const forms = { json: came === null || came === 'json', png: came === null || came === 'png' }
  return { ...shown, version: verdict.version, forms }
}

/** A badge that strangers may see now. */
export async function findShown(key: string): Promise<FullBadge> {
  const published = await findPublished(key)
  const id = published?.assertionId
  const found = id && (await db.assertion.findUnique({ where: { id }, include: withFacts }))
  if (!found) throw new NotFound()
  return found
}

async function newestCheck(badge: FullBadge, now: Date): Promise<Verdict> {
  const kept = badge.checkedAs && (await keptCheck(badge.checkedAs))
  return kept || firstCheck(badge, now)
}

const underWay = new Map<string, Promise<Verdict>>()

/** Of many who look at a badge that was never checked, one has it checked and the others wait. */
function firstCheck(badge: FullBadge, now: Date): Promise<Verdict> {
  const known = underWay.get(badge.id)
  if (known) return known
  const checked = checkAgain(badge, now).finally(() => underWay.delete(badge.id))
  underWay.set(badge.id, checked)
  return checked
}

/**
 * Checks a badge as others would: the file that they can get, with all that it refers to. Kept until
 * somebody asks again.
 */
export async function checkAgain(badge: FullBadge, now: Date): Promise<Verdict> {
  const bytes = await fileOf(badge, now)
  const verdict = await checkBadge(bytes, now)
  // That we had no time for it is no answer, and must not be shown as one from now on.
  if (verdict.findings.some(({ code }) => code === 'check-gave-up')) throw new Overloaded()
  const checkedAs = hashOf(bytes)
  await keepCheck(checkedAs, verdict)
  const found = isFromElsewhere(badge) ? revocationIn(verdict, badge, now) : {}
  await db.assertion.updateMany({ where: { id: badge.id }, data: { checkedAs, ...found } })
  return verdict
}

/** One from elsewhere as it came; one of ours as the picture with the data inside. */
async function fileOf(badge: FullBadge, now: Date): Promise<Uint8Array> {
  if (!isFromElsewhere(badge)) {
    const png = await badgeForm(badge, 'png', now)
    if (png) return png
  }
  const came = await db.import.findUnique({ where: { assertionId: badge.id } })
  if (!came) throw new NotFound()
  return came.bytes
}

type Held = FullBadge & { owner: Account | null; import: Pick<Import, 'namedAddress'> | null }

/** Whom strangers are told that the badge belongs to. The issuer's printed name counts for more than the learner's own. */
export function personOf({ showName, recipientName, owner, import: came }: Held): Person {
  if (came?.namedAddress === null) return { is: 'another' }
  if (!showName || !owner) return { is: 'hidden' }
  return recipientName === null
    ? { is: 'self-named', name: owner.name }
    : { is: 'confirmed', name: recipientName }
}

/** The same for its owner. */
export function personFor(
  { recipientTyped }: FullBadge,
  added: { namedAddress: string | null } | null,
): Person {
  return added?.namedAddress === null ? { is: 'another' } : { is: 'me', address: recipientTyped }
}
