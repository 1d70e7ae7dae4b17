import { db } from '#db'
import { days } from '#durations'
import type { Prisma } from '#generated/prisma/client'
import type { BadgeData } from '#openbadges/badge-data'
import type { Verdict } from '#openbadges/check'
import { storable } from '#text'

/** Goes up when checks find more or otherwise: what was found before is then asked anew. */
const checkVersion = 1

/** Badges in wallets are checked again long before. */
const checksAreKept = days(90)

/** What was found the last time that these bytes were checked; null where that is not kept. */
export async function keptCheck(hash: string): Promise<Verdict | null> {
  const kept = await db.keptCheck.findUnique({ where: { hash } })
  const { version, verdict } = (kept?.verdict ?? {}) as Partial<Kept>
  return version === checkVersion && verdict ? verdict : null
}

interface Kept {
  version: number
  verdict: Verdict
}

/** Recipients are compared each time, so whose badge it is decides nothing here. */
export async function keepCheck(hash: string, verdict: Verdict): Promise<void> {
  const kept = {
    verdict: asStored({ version: checkVersion, verdict: withoutPerson(verdict) }),
    checkedAt: new Date(verdict.checkedAt),
  }
  await db.keptCheck.upsert({ where: { hash }, create: { hash, ...kept }, update: kept })
}

export async function forgetOldChecks(now: Date): Promise<void> {
  await db.keptCheck.deleteMany({ where: { checkedAt: { lt: new Date(+now - checksAreKept) } } })
}

/** Of the badge itself only what a panel speaks of: who issued it and when, and nothing of whose it is. */
function withoutPerson({ badge, findings, ...rest }: Verdict): Verdict {
  const impersonal = findings.filter(({ question }) => question !== 'recipient')
  return { ...rest, findings: impersonal, badge: badge && { ...badge, ...left } }
}

const left: Partial<BadgeData> = {
  description: '',
  criteria: { narrative: null, url: null },
  image: null,
  tags: [],
  alignments: [],
  evidence: [],
  recipientName: null,
  recipients: [],
  subjectId: null,
}

const asStored = (kept: Kept) =>
  JSON.parse(
    JSON.stringify(kept, (_, value: unknown) =>
      typeof value === 'string' ? storable(value) : value,
    ),
  ) as Prisma.InputJsonObject
