import { config } from '#config'
import { day } from '#dates'
import { db } from '#db'
import type { Account, Assertion, Import } from '#generated/prisma/client'
import type { JobContext, Payloads } from '#queue/payloads'
import { send } from './send.ts'
import { fit, nameForHeader } from './wording.ts'

/** Tells the owner of a badge from elsewhere that it was taken back or paused, or ends; if that is still so. */
export async function mailBadgeNews(
  { assertionId, news }: Payloads['mail-badge-news'],
  { id, now }: JobContext,
) {
  const badge = await db.assertion.findUnique({
    where: { id: assertionId },
    include: { import: true, owner: { include: { addresses: { where: { isMain: true } } } } },
  })
  const address = badge?.owner?.addresses[0]?.address
  if (!badge?.owner || badge.owner.closesAt !== null || address === undefined) return
  const said = sayings[news](badge, badge.owner, now)
  if (said === null) return
  await send('badge-news', {
    to: address,
    id: `news.${id}`,
    now,
    locals: {
      ...{ ...said, address, badge: badge.name, issuer: badge.issuerName },
      badgeLink: `${config.siteUrl}/badges/${badge.id}`,
    },
  })
}

type Saying = (
  badge: Assertion & { import: Import | null },
  owner: Account,
  now: Date,
) => { subject: string; says: string; text: string } | null

const name = (badge: Assertion) => fit(nameForHeader(badge.name, 'a badge'), 24)

const sayings: Record<Payloads['mail-badge-news']['news'], Saying> = {
  revoked: (badge) =>
    badge.revokedAt && {
      subject: `Your badge was taken back: ${name(badge)}`,
      says: 'The issuer took back this badge',
      text: `Reason: ${fit(badge.revocationReason ?? 'not given', 300)}. If other people can see the badge, they see this too. You can hide or delete it.`,
    },
  paused: (badge) =>
    badge.import?.toldAs === 'paused'
      ? {
          subject: `Your badge is paused: ${name(badge)}`,
          says: 'The issuer has paused this badge',
          text: 'It may become valid again. You do not need to do anything.',
        }
      : null,
  ends: (badge, { language }, now) =>
    badge.expiresOn && badge.expiresOn > now && badge.revokedAt === null
      ? {
          subject: `Your badge ends soon: ${name(badge)}`,
          says: `This badge ends on ${day(badge.expiresOn, language)}`,
          text: 'You keep it after that. It will be shown as expired.',
        }
      : null,
}
