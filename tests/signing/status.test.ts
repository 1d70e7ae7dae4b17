import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { db } from '#db'
import { newId } from '#ids'
import { revoke } from '#issuing/award'
import { drawStatusEntries } from '#signing/status-entries'
import { clock, startApp } from '../support/app.ts'
import { awarded, badgeOf, issuer } from '../support/people.ts'
import { employer, published } from '../support/published.ts'
import { credentialAt, fullBadge } from './badges.ts'
import { fetchJson } from './verifiers.ts'

startApp()

const length = 131_072

interface List {
  id: string
  type: string[]
  issuer: string
  validFrom: string
  credentialSubject: { type: string; statusPurpose: string; encodedList: string }
  proof: { cryptosuite: string }[]
}

/** Which bits are set, read as the standard says: the first is the most significant. */
function setBits({ credentialSubject: { encodedList } }: List): number[] {
  expect(encodedList[0]).toBe('u')
  const bytes = gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'))
  expect(bytes).toHaveLength(length / 8)
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return [...bits.matchAll(/1/g)].map(({ index }) => index)
}

const listAt = async (url: string) => (await fetchJson(url)) as List

test('a badge taken back has its bit set on the next request, and no other has', async () => {
  const { id, url } = await published()
  const { credentialStatus, issuer: by } = await credentialAt(url)
  const { statusListCredential: address, statusListIndex } = credentialStatus
  expect(credentialStatus).toEqual({
    id: `${address}#${statusListIndex}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: expect.stringMatching(/^\d+$/),
    statusListCredential: expect.stringContaining(`${by.id}/status/`),
  })
  const list = await listAt(address)
  expect(list).toMatchObject({
    id: address,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: by.id,
    credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation' },
    proof: [{ cryptosuite: 'eddsa-rdfc-2022' }],
  })
  expect(setBits(list)).toEqual([])
  const path = new URL(address).pathname
  const etag = (await employer.get(path)).headers.get('etag') ?? ''
  expect((await employer.get(path, { 'if-none-match': etag })).status).toBe(304)
  await revoke({ id: (await fullBadge(id)).issuerId, name: '' }, id, null, clock.now())
  expect((await employer.get(path, { 'if-none-match': etag })).status).toBe(200)
  expect(setBits(await listAt(address))).toEqual([Number(statusListIndex)])
})

/** Awards that nobody has looked at yet. */
async function awards(count: number) {
  const by = await issuer()
  const badge = await badgeOf(by)
  const ids: string[] = []
  for (let n = 0; n < count; n += 1)
    ids.push(await awarded(by, badge, { email: `n${n}.${newId()}@example.org` }))
  return { issuerId: by.id, achievementId: badge, ids }
}

const entriesOf = (ids: string[]) =>
  db.assertion.findMany({
    where: { id: { in: ids } },
    select: { statusListId: true, statusIndex: true },
  })

test('entries are drawn at random, none twice, also by many at once', async () => {
  const { issuerId, ids } = await awards(24)
  // Some of the same badges by several.
  await Promise.all(
    [0, 4, 8, 12].map((from) => drawStatusEntries(issuerId, ids.slice(from, from + 12))),
  )
  const entries = await entriesOf(ids)
  const indices = entries.map(({ statusIndex }) => statusIndex ?? -1)
  expect(new Set(indices).size).toBe(24)
  expect(new Set(entries.map(({ statusListId }) => statusListId)).size).toBe(1)
  expect(Math.min(...indices)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...indices)).toBeLessThan(length)
  // Neither in the order of awarding nor close together.
  expect(Math.max(...indices) - Math.min(...indices)).toBeGreaterThan(length / 4)
})

test('a badge keeps its entry', async () => {
  const { issuerId, ids } = await awards(1)
  await drawStatusEntries(issuerId, ids)
  const before = await entriesOf(ids)
  await drawStatusEntries(issuerId, ids)
  expect(await entriesOf(ids)).toEqual(before)
})

/** Fills this many entries of a list, the first ones. */
async function fill(statusListId: string, issuerId: string, achievementId: string, count: number) {
  await db.$executeRaw`
    insert into "Assertion" (id, "achievementId", "issuerId", "recipientAddress", "recipientTyped",
      "issuedOn", "offerEndsAt", name, "issuerName", "searchText", "sortName", "sortIssuer",
      "statusListId", "statusIndex")
    select ${statusListId} || n, ${achievementId}, ${issuerId}, '', '', now(), now(), '', '', '', '', '',
      ${statusListId}, n
    from generate_series(0, ${count}::int - 1) as n`
}

test('when three of four entries are taken a new list begins, and full ones stay readable', async () => {
  const { issuerId, achievementId, ids } = await awards(40)
  const [first = '', ...others] = ids
  await drawStatusEntries(issuerId, [first])
  const [entry] = await entriesOf([first])
  const listId = entry?.statusListId ?? ''
  await db.assertion.update({ where: { id: first }, data: { statusIndex: length - 1 } })
  await fill(listId, issuerId, achievementId, length * 0.75)
  await drawStatusEntries(issuerId, others)
  const lists = new Map<string | null, number>()
  for (const { statusListId } of await entriesOf(others))
    lists.set(statusListId, (lists.get(statusListId) ?? 0) + 1)
  // Of forty draws that hit three times in four, most are in the new one.
  expect(lists.size).toBe(2)
  expect(lists.get(listId)).toBeLessThan(25)
  await drawStatusEntries(issuerId, [first])
  expect(await entriesOf([first])).toEqual([{ statusListId: listId, statusIndex: length - 1 }])
  expect(await db.statusList.count({ where: { issuerId } })).toBe(2)
  expect((await employer.get(`/issuers/${issuerId}/status/${listId}`)).status).toBe(200)
}, 60_000)

test('a list of another issuer, or none, is not there', async () => {
  const { issuerId, ids } = await awards(1)
  await drawStatusEntries(issuerId, ids)
  const [entry] = await entriesOf(ids)
  const other = await issuer()
  expect((await employer.get(`/issuers/${other.id}/status/${entry?.statusListId}`)).status).toBe(
    404,
  )
  expect((await employer.get(`/issuers/${issuerId}/status/nothing`)).status).toBe(404)
})
