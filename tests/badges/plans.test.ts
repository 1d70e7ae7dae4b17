import { beforeAll, expect, test, vi } from 'vitest'
import type { Learner } from '#accounts/credentials'
import { readFilters } from '#badges/filters'
import { latestBadges, listBadges } from '#badges/list'
import { walletChanged, walletCounts } from '#badges/summary'
import { db, pool } from '#db'
import { countWaiting } from '#inbox/waiting'
import { findPublished } from '#sharing/visibility'
import { common, fillWallets, makeAchievements, makeOthers } from '../support/many-badges.ts'

// Not how long it takes, which depends on the machine, but which way PostgreSQL takes: for a learner
// with 10,000 badges among 100,000 of others, never through rows that are not theirs.

const maria: Learner = {
  ...{ id: 'maria', name: 'Maria', shownName: 'Maria', language: 'en-GB', closesAt: null },
  addresses: ['maria@example.org'],
}
const now = new Date('2026-11-24')
let byOwner: string[]

beforeAll(async () => {
  await makeAchievements()
  await db.account.create({ data: { id: maria.id, name: maria.name } })
  await fillWallets([{ ownerId: maria.id, badges: 10_000 }, ...(await makeOthers(1_000, 100))])
  const { rows } = await pool.query<{ name: string }>(
    `select indexrelid::regclass::text as name from pg_index join pg_attribute
       on attrelid = indrelid and attnum = indkey[0] where attname = 'ownerId'`,
  )
  byOwner = rows.map(({ name }) => name.replaceAll('"', ''))
  // Counted now, so that the list has no need to.
  await walletCounts(maria)
})

interface Step {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Plans?: Step[]
}

interface Sent {
  name?: string
  text: string
  values: unknown[]
}

/** What reads "Assertion" in the plans of all that `act` sends: the name of an index, or "Seq Scan". */
async function waysTaken(act: () => Promise<unknown>): Promise<string[]> {
  const sent = vi.spyOn(pool, 'query')
  await act()
  const queries = sent.mock.calls as unknown as [Sent][]
  sent.mockRestore()
  const plans = await Promise.all(queries.map(([query]) => planOf(query)))
  return plans.flatMap(waysOf)
}

/** The plan for these values; for a query with a name, the one that is kept for all values. */
async function planOf({ name, text, values }: Sent) {
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Step }] }>(
    name === undefined
      ? { text: `explain (format json) ${text}`, values }
      : { text: `explain (format json, generic_plan) ${text}` },
  )
  return rows[0]?.['QUERY PLAN'][0].Plan
}

function waysOf(step: Step | undefined): string[] {
  if (!step) return []
  const index = step['Index Name']
  const whole = step['Node Type'] === 'Seq Scan' && step['Relation Name'] === 'Assertion'
  return [
    ...(index ? [index] : []),
    ...(whole ? ['Seq Scan'] : []),
    ...(step.Plans ?? []).flatMap(waysOf),
  ]
}

/** Filters, counts and pages: all that one look at the list asks for. */
async function ofList(query: string) {
  const filters = readFilters(Object.fromEntries(new URLSearchParams(query)))
  const ways = await waysTaken(() => listBadges(maria, filters, now))
  return ways.filter((name) => name !== 'WalletSummary_pkey')
}

test.each([
  ['', 'Assertion_owner_newest'],
  ['sort=old', 'Assertion_owner_newest'],
  ['sort=name', 'Assertion_owner_name'],
  ['sort=issuer', 'Assertion_owner_issuer'],
  ['sort=ends', 'Assertion_owner_expiry'],
])('the first page of ?%s is read from %s', async (query, index) => {
  expect(await ofList(query)).toEqual([index])
})

test.each(['new', 'old', 'name', 'issuer', 'ends'])(
  'a page deep in the list sorted by %s is found in an index of the owner; then its 24 are read',
  async (sort) => {
    for (const page of [200, 417]) {
      const [found, read, ...more] = await ofList(`sort=${sort}&page=${page}`)
      expect(byOwner).toContain(found)
      expect(read).toBe('Assertion_pkey')
      expect(more).toEqual([])
    }
  },
)

test.each([
  `q=${common.word}`,
  `q=${common.word}&sort=name`,
  `q=${common.word} level&page=10`,
  'q=zebra',
  'q=a',
  'q=%25',
  `skill=${common.skill}`,
  `skill=${common.skill}&sort=issuer&page=20`,
  'tag=school',
  'issuer=issuer-3',
  'year=2020',
  'status=valid',
  'status=soon',
  'status=expired',
  'status=revoked',
  'who=public',
  `q=${common.word}&skill=${common.skill}&tag=school&year=2020&who=link&sort=ends`,
])('?%s reads the own badges only', async (query) => {
  const ways = await ofList(query)
  // The second step to a later page, by the ids that the first one found.
  if (query.includes('page=')) expect(ways.pop()).toBe('Assertion_pkey')
  expect(ways).not.toEqual([])
  expect(byOwner).toEqual(expect.arrayContaining(ways))
})

test('a word is looked up in the index of words, and what is chosen in that of choices', async () => {
  expect(await ofList(`q=${common.word}`)).toContain('Assertion_owner_words')
  for (const query of [`skill=${common.skill}`, 'tag=school', 'issuer=issuer-3']) {
    expect(await ofList(query)).toContain('Assertion_owner_choices')
  }
})

test('Home and the counts behind the filters read the own badges only', async () => {
  const latest = await waysTaken(() => latestBadges(maria, 4))
  expect(latest).toEqual(['Assertion_owner_newest'])
  await db.$transaction((tx) => walletChanged(tx, maria.id))
  const [summary, ...counted] = await waysTaken(() => walletCounts(maria))
  expect(summary).toBe('WalletSummary_pkey')
  expect(counted.length).toBeGreaterThan(3)
  expect([...byOwner, 'WalletSummary_pkey']).toEqual(expect.arrayContaining(counted))
})

test('badges that wait are counted among those sent to the own address', async () => {
  expect(await waysTaken(() => countWaiting(maria, now))).toEqual(['Assertion_waiting'])
})

test('a public page is found by its key, and what it shows by ids', async () => {
  const shown = await db.assertion.findFirstOrThrow({ where: { visibility: 'PUBLIC' } })
  const ways = await waysTaken(() => findPublished(shown.publicKey ?? ''))
  expect(ways).toEqual(['Assertion_publicKey_key', 'Account_pkey', 'Achievement_pkey'])
})
