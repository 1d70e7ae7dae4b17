import { expect, test } from 'vitest'
import { db } from '#db'
import { startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { mailbox } from '../support/mailbox.ts'
import { awarded, badgeOf, heldBadge, issuer, learner, logIn } from '../support/people.ts'
import { employer } from '../support/published.ts'

startApp()

test('the name on badges changes on the public page at once; the name to show stays inside', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const id = await heldBadge(maria)
  await browser.post(`/badges/${id}/publish`, { visibility: 'PUBLIC', showName: 'on' })
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
  const names = { name: 'Maria de la Cruz', shownName: 'Mari', language: 'en-GB' }
  const saved = await browser.submit('/settings/names', names)
  expect(wordsOf(saved.text)).toContain('Logged in as Mari')
  const page = wordsOf((await employer.get(`/b/${publicKey}`)).text)
  expect(page).toContain('Maria de la Cruz')
  expect(page).not.toContain('Mari ')
})

test.each(['王', 'María José Carreño Quiñones', 'عائشة', 'Ünï'])('%s is a name', async (name) => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const form = { name, shownName: '', language: 'en-GB' }
  expect((await browser.post('/settings/names', form)).location).toBe('/settings')
  expect(await db.account.findUnique({ where: { id: maria.id } })).toMatchObject({ name })
})

test('a language changes how dates are written', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const id = await heldBadge(maria, 'First Aid', { issuedOn: '2026-03-04' })
  expect(wordsOf((await browser.get(`/badges/${id}`)).text)).toContain('4 March 2026')
  await browser.post('/settings/names', { name: 'Maria', shownName: '', language: 'en-US' })
  const page = await browser.get(`/badges/${id}`)
  expect(wordsOf(page.text)).toContain('March 4, 2026')
  expect(page.text).toContain('<html lang="en-US"')
})

test.each([
  ['no name', { name: ' ' }],
  ['NUL in a name', { name: 'Ma\0ria' }],
  ['ten times too long', { shownName: 'a'.repeat(5_000) }],
  ['two lines', { name: 'Maria\nRossi' }],
  ['a language that we do not speak', { language: 'tlh' }],
  ['a name of an object', { language: '__proto__' }],
  ['a repeated field', { name: ['Maria', 'Tom'] }],
])('%s is refused, and nothing changes', async (_what, fields) => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const before = await db.account.findUniqueOrThrow({ where: { id: maria.id } })
  const form = { name: 'Maria', shownName: '', language: 'en-GB', ...fields }
  expect((await browser.post('/settings/names', form)).status).toBe(422)
  expect(await db.account.findUnique({ where: { id: maria.id } })).toEqual(before)
})

test('fields that no form has change nothing', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const before = await db.account.findUniqueOrThrow({ where: { id: maria.id } })
  const more = { id: 'x', accountId: 'x', passwordHash: 'x', closesAt: '2026-01-01', isMain: 'on' }
  await browser.post('/settings/names', {
    name: 'Maria',
    language: 'en-GB',
    shownName: '',
    ...more,
  })
  expect(await db.account.findUnique({ where: { id: maria.id } })).toEqual(before)
})

const jobsLeft = async (assertionId: string) => {
  const [row] = await db.$queryRaw<{ left: bigint }[]>`
    select count(*) as left from pgboss.job
    where data->'payload'->>'assertionId' = ${assertionId} and state <> 'completed'`
  return Number(row?.left)
}

test('without the email for new badges they still wait on Home', async () => {
  const maria = await learner('Maria')
  const [email = ''] = maria.addresses
  const browser = await logIn(maria)
  await browser.submit('/settings/emails')
  const board = await issuer()
  const silent = await awarded(board, await badgeOf(board, 'Silent'), { email })
  await expect.poll(() => jobsLeft(silent)).toBe(0)
  await browser.submit('/settings/emails', { newBadges: 'on' })
  await awarded(board, await badgeOf(board, 'Loud'), { email })
  expect((await mailbox.mailTo(email)).subject).toContain('Loud')
  const home = wordsOf((await browser.get('/home')).text)
  expect(home).toContain('Silent')
  expect(home).toContain('Loud')
})

test('emails of an issuer that were stopped can come again, for the own addresses only', async () => {
  const [maria, tom] = [await learner('Maria'), await learner('Tom')]
  const board = await issuer('Northfield')
  for (const { addresses } of [maria, tom]) {
    await db.unsubscription.create({ data: { issuerId: board.id, address: addresses[0] ?? '' } })
  }
  const browser = await logIn(maria)
  expect(wordsOf((await browser.get('/settings/emails')).text)).toContain('Northfield')
  await browser.submit('/settings/emails', { newBadges: 'on', again: board.id })
  const left = await db.unsubscription.findMany({ where: { issuerId: board.id } })
  expect(left.map(({ address }) => address)).toEqual(tom.addresses)
})

test('the overview leads to every setting and says how it stands', async () => {
  const browser = await logIn(await learner('Maria'))
  const page = await browser.get('/settings')
  const words = wordsOf(page.text)
  for (const says of ['You have one', '1 device is logged in', 'An email for each new badge']) {
    expect(words).toContain(says)
  }
  const links = [...page.text.matchAll(/class="setting__link" href="([^"]+)"/g)].map(([, to]) => to)
  expect(links.length).toBeGreaterThan(9)
  for (const to of links) expect([to, (await browser.get(to ?? '')).status]).toEqual([to, 200])
})
