import { db, pool } from '#db'
import { inBatches } from './in-batches.ts'

/** A badge that strangers may see now, as the database says at this moment. */
export interface Published {
  assertionId: string
  visibility: 'LINK' | 'PUBLIC'
  /** Changes with every change of what the page shows: PostgreSQL's own versions of the rows. */
  version: string
  issuedOn: Date
  expiresOn: Date | null
  revokedAt: Date | null
  revocationReason: string | null
}

/**
 * The one place that decides whether a stranger may see a badge. Every public door (page, JSON,
 * picture, embed) asks it on every request, so un-publishing works on the next one. Private,
 * deleted and unknown all come back as null, and so does all of whoever closes their account.
 */
export function findPublished(key: string): Promise<Published | null> {
  return publicKey.test(key) ? ask(key) : Promise.resolve(null)
}

const publicKey = /^[a-z0-9]{25}$/

// Looked at most of all, so straight through the pool, and under a name: PostgreSQL plans it once.
// The other rows are fetched one by one, by their ids; a plain join would read their tables whole
// (`offset 0` keeps PostgreSQL from making one of the owner's row).
const query = {
  name: 'published',
  // Others wait for this one, so it must not wait for ever.
  query_timeout: 2_000,
  text: `
    select a."publicKey" as key, a.id as "assertionId", a.visibility::text as visibility,
      concat_ws('.', a.xmin,
        (select xmin from "Achievement" where id = a."achievementId"),
        (select xmin from "Issuer" where id = a."issuerId"),
        owner.version) as version,
      a."issuedOn", a."expiresOn", a."revokedAt", a."revocationReason"
    from "Assertion" a
      cross join lateral (
        select xmin as version from "Account"
        where id = a."ownerId" and "closesAt" is null offset 0) as owner
    where a."publicKey" = any($1) and a.visibility in ('LINK', 'PUBLIC')`,
}

// Requests that are under way together share one query; each still asks after it arrived.
const ask = inBatches(async (keys: string[]) => {
  const { rows } = await pool.query<Published & { key: string }>({ ...query, values: [keys] })
  return new Map(rows.map(({ key, ...published }) => [key, published]))
})

/**
 * Whether what an achievement says is public: from when somebody was awarded it, since whoever has
 * such a badge shows it to others, who look here. What badges from elsewhere were for never is.
 */
export async function isAchievementOpen(achievementId: string): Promise<boolean> {
  const awarded = await db.assertion.findFirst({
    where: { achievementId, issuer: { foreignId: null } },
    select: { id: true },
  })
  return awarded !== null
}
