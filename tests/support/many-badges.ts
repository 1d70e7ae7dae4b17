import sharp from 'sharp'
import { db } from '#db'

// Thousands of rows in a second or two: the database writes them itself.

const subjects = [
  ...['Welding', 'First Aid', 'Chess', 'English', 'Spanish', 'Web Design', 'Robotics', 'Baking'],
  ...['Cycling', 'Gardening', 'Nursing', 'Photography', 'Statistics', 'Swimming', 'Theatre'],
  ...['Carpentry', 'Astronomy', 'Journalism', 'Book-keeping', 'Debating'],
]
const skills = ['Teamwork', 'Planning', 'Research', 'Speaking', 'Writing', 'Safety', 'Leadership']
const tags = ['school', 'club', 'work', 'exam', 'holiday']

/** A word that one badge of twenty has, and a skill that one of seven has. */
export const common = { word: 'welding', skill: 'Teamwork' }

/** 200 badges of 12 issuers, to be awarded by `fillWallets`. */
export async function makeAchievements(): Promise<void> {
  await db.$executeRaw`
    insert into "Issuer" (id, name, url, email)
    select 'issuer-' || n, 'Issuer No ' || n, 'https://issuer-' || n || '.example', 'badges@issuer-' || n || '.example'
    from generate_series(0, 11) as n`
  const png = Uint8Array.from(await picture())
  const renditions = { create: [160, 320, 640].map((size) => ({ size, png })) }
  const file = { id: 'picture', mediaType: 'image/png', original: png }
  await db.picture.create({ data: { ...file, renditions } })
  await db.$executeRaw`
    insert into "Achievement" (id, "issuerId", name, description, criteria, "pictureId", skills, tags)
    select 'achievement-' || n, 'issuer-' || n % 12,
      subject || ' ' || n / 20 + 1,
      'Shows what a person knows about ' || lower(subject) || ' and can do with it, at level ' || n / 20 + 1 || ' of 10.',
      E'Passed the **test**:\n\n- in writing\n- in practice', 'picture',
      array[subject, (${skills}::text[])[n % 7 + 1]], array[(${tags}::text[])[n % 5 + 1]]
    from generate_series(0, 199) as n, lateral (select (${subjects}::text[])[n % 20 + 1] as subject) as _`
}

/** Pages show it and badges are baked into it, so it is a real one. */
const picture = () =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: '#0b5cad' } })
    .png()
    .toBuffer()

/** A learner, and how many badges they have. */
export interface Wallet {
  ownerId: string
  badges: number
}

/** Learners without a password or an address, for the badges of others. */
export async function makeOthers(count: number, badges: number): Promise<Wallet[]> {
  const made = await db.$queryRaw<{ ownerId: string }[]>`
    insert into "Account" (id, name) select 'other-' || n, 'Learner ' || n
    from generate_series(1, ${count}::int) as n returning id as "ownerId"`
  return made.map(({ ownerId }) => ({ ownerId, badges }))
}

/** Fills wallets with accepted badges of all kinds and from ten years, everybody's mixed. */
export async function fillWallets(wallets: Wallet[]): Promise<void> {
  const owners = wallets.map(({ ownerId }) => ownerId)
  await withoutIndexes(() => insertBadges(owners, wallets))
  await db.$executeRaw`
    insert into "WalletSummary" ("ownerId") select unnest(${owners}::text[]) on conflict do nothing`
  // What the planner knows decides which index it takes. A live database sees to this by itself.
  await db.$executeRaw`vacuum analyze`
}

/** To make the indexes at the end takes a tenth of keeping them up. */
async function withoutIndexes(work: () => Promise<unknown>) {
  const indexes = await db.$queryRaw<{ name: string; definition: string }[]>`
    select quote_ident(indexname) as name, indexdef as definition from pg_indexes
    where starts_with(indexname, 'Assertion_owner_')`
  for (const { name } of indexes) await db.$executeRawUnsafe(`drop index ${name}`)
  await work()
  for (const { definition } of indexes) await db.$executeRawUnsafe(definition)
}

const insertBadges = (owners: string[], wallets: Wallet[]) => db.$executeRaw`
  insert into "Assertion" (
    id, "achievementId", "issuerId", "recipientAddress", "recipientTyped",
    "issuedOn", "expiresOn", "offerEndsAt", decision, "decidedAt", "ownerId",
    visibility, "publicKey",
    name, "issuerName", skills, tags, "searchText", "sortName", "sortIssuer")
  select made.id, a.id, i.id, owner || '@example.org', owner || '@example.org',
    day, case when n % 3 > 0 then day + interval '5 years' end, now() + interval '180 days',
    'ACCEPTED', now(), owner,
    (case n % 4 when 0 then 'PUBLIC' when 1 then 'LINK' else 'ONLY_ME' end)::"Visibility",
    case when n % 4 < 2 then made.id end,
    a.name, i.name, a.skills, a.tags,
    lower(concat_ws(E' \n ', a.name, i.name, array_to_string(a.skills || a.tags, E' \n '), a.description)),
    lower(a.name), lower(i.name)
  from unnest(${owners}::text[], ${wallets.map(({ badges }) => badges)}::int[]) as _ (owner, badges)
    cross join generate_series(1, badges) as n
    cross join lateral (
      select left(md5(concat_ws('.', owner, n)), 25),
        timestamptz '2016-01-01Z' + n % 3650 * interval '1 day') as made (id, day)
    join "Achievement" a on a.id = 'achievement-' || n * 7 % 200
    join "Issuer" i on i.id = a."issuerId"
  order by made.id`
