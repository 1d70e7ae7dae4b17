import { withFacts, type FullBadge } from '#badges/facts'
import { db } from '#db'
import type { SignedForm } from '#generated/prisma/client'
import { drawStatusEntries } from './status-entries.ts'
import { signWith, type Signed } from './sign.ts'

/**
 * Badges of ours as they were signed, by their ids. Each is signed when somebody first asks for it,
 * and kept: everybody gets the same bytes for ever, from every process.
 */
export async function signedBadges(
  badges: FullBadge[],
  form: SignedForm,
  now: Date,
): Promise<Map<string, string>> {
  const kept = await keptForms(badges, form)
  for (let left = without(badges, kept); left.length > 0; left = without(left, kept)) {
    await keep(form, await signAll(left, form, now))
    const made = await keptForms(left, form)
    // A key that was given up in this moment signs nothing; the next one does. A badge whose person
    // is forgotten has nothing to sign.
    if (made.size === 0 && !(await isAnyOf(left))) break
    for (const [id, text] of made) kept.set(id, text)
  }
  return kept
}

/** One badge as it was signed. */
export async function signedBadge(badge: FullBadge, form: SignedForm, now: Date): Promise<string> {
  const text = (await signedBadges([badge], form, now)).get(badge.id)
  if (text === undefined) throw new Error(`the badge ${badge.id} went away while it was signed`)
  return text
}

async function keptForms(badges: FullBadge[], form: SignedForm): Promise<Map<string, string>> {
  const assertionId = { in: badges.map(({ id }) => id) }
  const found = await db.signedBadge.findMany({ where: { assertionId, form } })
  return new Map(found.map((one) => [one.assertionId, one.text]))
}

const without = (badges: FullBadge[], kept: Map<string, string>) =>
  badges.filter(({ id }) => !kept.has(id))

const isAnyOf = async (badges: FullBadge[]) =>
  (await db.assertion.count({
    where: { id: { in: badges.map(({ id }) => id) }, recipientAddress: { not: '' } },
  })) > 0

async function signAll(badges: FullBadge[], form: SignedForm, now: Date): Promise<Signed[]> {
  const signed: Signed[] = []
  for (const [issuerId, own] of Map.groupBy(badges, (badge) => badge.issuerId)) {
    const ready = form === 'CREDENTIAL' ? await withStatus(issuerId, own) : own
    signed.push(...(await signWith(issuerId, ready, form, now)))
  }
  return signed
}

async function withStatus(issuerId: string, badges: FullBadge[]): Promise<FullBadge[]> {
  const entryless = badges.filter(({ statusIndex }) => statusIndex === null).map(({ id }) => id)
  if (entryless.length === 0) return badges
  await drawStatusEntries(issuerId, entryless)
  const id = { in: badges.map((badge) => badge.id) }
  return db.assertion.findMany({ where: { id }, include: withFacts })
}

/** The first of each badge and form stays. A key that was given up, or a person forgotten, counts. */
async function keep(form: SignedForm, signed: Signed[]): Promise<void> {
  const columns = <Name extends keyof Signed>(name: Name) => signed.map((one) => one[name])
  await db.$executeRaw`
    INSERT INTO "SignedBadge" ("assertionId", form, "keyId", text)
    SELECT made.id, ${form}::"SignedForm", k.id, made.text
    FROM unnest(${columns('id')}::text[], ${columns('keyId')}::text[], ${columns('text')}::text[])
      AS made (id, key, text)
      JOIN "SigningKey" AS k ON k.id = made.key AND k."compromisedAt" IS NULL
      JOIN "Assertion" AS a ON a.id = made.id AND a."recipientAddress" <> ''
    FOR SHARE OF k, a
    ON CONFLICT DO NOTHING`
}
