import { beforeAll, expect, test } from 'vitest'
import { publish } from '#sharing/publication'
import { accept } from '#inbox/decisions'
import { revoke } from '#issuing/award'
import type { Learner } from '#accounts/credentials'
import { clock, startApp } from '../support/app.ts'
import { wordsOf, type Browser } from '../support/browser.ts'
import { awarded, badgeOf, heldBadge, issuer, learner, logIn } from '../support/people.ts'

startApp()

let maria: Learner
let browser: Browser

beforeAll(async () => {
  maria = await learner('Maria')
  const tom = await learner('Tom')
  await heldBadge(tom, 'Belongs to Tom')
  const board = await issuer('Consejo Examinador')
  const club = await issuer('Chess Club')
  const hold = async (by: typeof board, name: string, more: object, award: object) => {
    const badge = await badgeOf(by, name, more)
    const id = await awarded(by, badge, { email: maria.addresses[0], ...award })
    await accept(maria, id, clock.now())
    return id
  }
  const today = clock.now()
  const inAMonth = new Date(+today + 30 * 86_400_000).toISOString().slice(0, 10)
  await hold(
    board,
    'Español B1',
    { skills: ['Spanish', 'Writing'], tags: ['exam'] },
    { issuedOn: '2024-03-01' },
  )
  const english = await hold(
    board,
    'English B2',
    { skills: ['English', 'Writing'] },
    { issuedOn: '2025-03-01', expiresOn: inAMonth },
  )
  await hold(
    board,
    'Old First Aid',
    { description: 'Knows the 100% rule_of nine.' },
    { issuedOn: '2020-01-01', expiresOn: '2021-01-01' },
  )
  const taken = await hold(club, 'Checkmate', {}, { issuedOn: '2026-01-01' })
  await revoke(club, taken, null, today)
  await publish(
    maria,
    english,
    { visibility: 'LINK', showName: false, searchEngines: false },
    today,
  )
  browser = await logIn(maria)
})

async function found(query: string): Promise<string[]> {
  const { text, status } = await browser.get(`/badges${query}`)
  expect(status).toBe(200)
  const results = text.slice(text.indexOf('id="results"'))
  return ['Español B1', 'English B2', 'Old First Aid', 'Checkmate', 'Belongs to Tom'].filter(
    (name) => results.includes(`${name}</`),
  )
}

const all = ['Español B1', 'English B2', 'Old First Aid', 'Checkmate']

test.each([
  ['', all],
  ['?q=espanol', ['Español B1']],
  ['?q=ESPAÑOL', ['Español B1']],
  ['?q=consejo+b1', ['Español B1']],
  ['?q=writing', ['Español B1', 'English B2']],
  ['?q=exam', ['Español B1', 'English B2', 'Old First Aid']],
  ['?q=100%25', ['Old First Aid']],
  ['?q=%25', ['Old First Aid']],
  ['?q=rule_of', ['Old First Aid']],
  ['?q=r_le', []],
  ['?skill=Writing', ['Español B1', 'English B2']],
  ['?skill=Spanish&skill=English', ['Español B1', 'English B2']],
  ['?tag=exam', ['Español B1']],
  ['?status=valid', ['Español B1', 'English B2']],
  ['?status=soon', ['English B2']],
  ['?status=expired', ['Old First Aid']],
  ['?status=revoked', ['Checkmate']],
  ['?year=2025', ['English B2']],
  ['?who=link', ['English B2']],
  ['?who=me', ['Español B1', 'Old First Aid', 'Checkmate']],
  ['?who=public', []],
  ['?q=Tom', []],
])('%s finds %j', async (query, names) => {
  expect((await found(query)).sort()).toEqual([...names].sort())
})

test.each([
  ['new', ['Checkmate', 'English B2', 'Español B1', 'Old First Aid']],
  ['old', ['Old First Aid', 'Español B1', 'English B2', 'Checkmate']],
  ['name', ['Checkmate', 'English B2', 'Español B1', 'Old First Aid']],
  ['issuer', ['Checkmate', 'English B2', 'Español B1', 'Old First Aid']],
  ['ends', ['Old First Aid', 'English B2']],
])('sorted by %s', async (sort, names) => {
  const { text } = await browser.get(`/badges?sort=${sort}`)
  const results = text.slice(text.indexOf('id="results"'))
  const places = names.map((name) => results.indexOf(`${name}</`))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((one, other) => one - other))
})

test('counts, chips and their removal stand in the page as links', async () => {
  const page = await browser.get('/badges?q=writing&status=soon')
  const words = wordsOf(page.text)
  expect(words).toContain('Badges (4)')
  expect(words).toContain('1 of 4 badges match')
  expect(page.text).toContain('href="/badges?q=writing"')
  expect(page.text).toContain('href="/badges?status=soon"')
  expect(words).toContain('Clear all filters')
})

test('nothing found says so and offers the way back', async () => {
  expect(wordsOf((await browser.get('/badges?q=zebra')).text)).toContain('No badge matches.')
})

test('an empty wallet says what will be here, and where new badges wait', async () => {
  const ben = await learner('Ben')
  const his = await logIn(ben)
  expect(wordsOf((await his.get('/badges')).text)).toContain('You have no badges yet.')
  const by = await issuer()
  await awarded(by, await badgeOf(by), { email: ben.addresses[0] })
  expect(wordsOf((await his.get('/badges')).text)).toContain('You have 1 new badge on Home')
})

test('24 on a page, numbered, and a page past the end shows the last', async () => {
  const eve = await learner('Eve')
  const by = await issuer()
  const badge = await badgeOf(by, 'Many')
  for (let count = 0; count < 30; count += 1)
    await accept(eve, await awarded(by, badge, { email: eve.addresses[0] }), clock.now())
  const hers = await logIn(eve)
  const count = async (query: string) =>
    (await hers.get(`/badges${query}`)).text.split('/picture-160.png').length - 1
  expect(await count('')).toBe(24)
  expect(await count('?page=2')).toBe(6)
  expect(await count('?page=99')).toBe(6)
})

test.each([
  '?q=%00',
  '?q=a&q=b',
  '?q[x]=1',
  '?page=-1',
  '?page=1e9',
  '?page=abc',
  '?sort=password',
  '?status=x',
  '?year=0000',
  '?year=9999',
  '?issuer=%27%3B--',
  `?q=${'a'.repeat(5000)}`,
  '?__proto__=1',
  '?view=x',
  `?q=${encodeURIComponent('\\')}`,
  '?q=%F0%9F%8F%85',
])('a filter that cannot be read (%s) falls back and never fails', async (query) => {
  expect((await browser.get(`/badges${query}`)).status).toBe(200)
})

test('grid or list is remembered', async () => {
  await browser.get('/badges?view=list')
  expect((await browser.get('/badges')).text).toContain('<table')
  await browser.get('/badges?view=grid')
  expect((await browser.get('/badges')).text).not.toContain('<table')
})
