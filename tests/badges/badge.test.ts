import { expect, test } from 'vitest'
import { days } from '#durations'
import { db } from '#db'
import { accept } from '#inbox/decisions'
import { revoke } from '#issuing/award'
import { clock, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { awarded, badgeOf, heldBadge, issuer, learner, logIn } from '../support/people.ts'

startApp()

const inDays = (count: number) => new Date(Date.now() + days(count)).toISOString().slice(0, 10)

test('the page of a badge shows everything that its issuer said', async () => {
  const maria = await learner('Maria')
  const by = await issuer()
  const badge = await badgeOf(by, 'B2 English', {
    description: 'Uses English with confidence.',
    criteria: 'Passed **four** papers.',
    skills: ['English', 'Writing'],
    alignments: [
      { name: 'CEFR B2', url: 'https://example.org/cefr', framework: 'CEFR', code: 'B2' },
    ],
  })
  const id = await awarded(by, badge, {
    email: maria.addresses[0],
    name: 'María Rossi',
    issuedOn: '2026-03-04',
    expiresOn: '2099-03-04',
    evidence: [
      { name: 'The essay', url: 'https://example.org/essay', narrative: 'About the sea.' },
    ],
  })
  await accept(maria, id, clock.now())
  const page = await (await logIn(maria)).get(`/badges/${id}`)
  const words = wordsOf(page.text)
  for (const shown of [
    ...[
      'B2 English',
      'Northfield Exam Board',
      'northfield.example',
      'María Rossi',
      '4 March 2026',
      '4 March 2099',
    ],
    ...[
      'Uses English with confidence.',
      'Passed four papers.',
      'Writing',
      'CEFR B2',
      'The essay',
      'About the sea.',
    ],
    ...['Only me', 'Delete'],
  ]) {
    expect(words).toContain(shown)
  }
  expect(page.text).toMatch(/href="https:\/\/example.org\/essay"[^>]*rel="[^"]*nofollow/)
})

test.each([
  ['starts later', { issuedOn: inDays(10) }, 'This badge starts on'],
  ['ends soon', { expiresOn: inDays(20) }, 'This badge ends on'],
  [
    'has expired',
    { issuedOn: '2020-01-01', expiresOn: '2021-01-01' },
    'This badge expired on 1 January 2021',
  ],
])('a badge that %s says so', async (_what, dates, notice) => {
  const maria = await learner('Maria')
  const id = await heldBadge(maria, 'First Aid', dates)
  expect(wordsOf((await (await logIn(maria)).get(`/badges/${id}`)).text)).toContain(notice)
})

test('a badge that was taken back says when and why, and stays in the wallet', async () => {
  const maria = await learner('Maria')
  const by = await issuer()
  const id = await awarded(by, await badgeOf(by), { email: maria.addresses[0] })
  await accept(maria, id, clock.now())
  await revoke(by, id, 'Counted twice', clock.now())
  const words = wordsOf((await (await logIn(maria)).get(`/badges/${id}`)).text)
  expect(words).toContain('Northfield Exam Board took back this badge on')
  expect(words).toContain('Counted twice')
})

test('tags are the learner’s own words, found at once by search and filter', async () => {
  const maria = await learner('Maria')
  const id = await heldBadge(maria, 'First Aid')
  const browser = await logIn(maria)
  await browser.get('/badges')
  expect(
    wordsOf((await browser.submit(`/badges/${id}/tags`, { tags: 'Café, school , school' })).text),
  ).toContain('Saved')
  for (const query of ['?q=cafe', '?tag=school']) {
    expect(wordsOf((await browser.get(`/badges${query}`)).text)).toContain('1 of 1 badge')
  }
  const wrong = await browser.post(`/badges/${id}/tags`, { tags: 'a'.repeat(41) })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('a'.repeat(41))
  expect(await db.assertion.findUnique({ where: { id } })).toMatchObject({
    tags: ['Café', 'school'],
  })
})

test('deleting says what it costs, and only the button deletes', async () => {
  const maria = await learner('Maria')
  const id = await heldBadge(maria, 'First Aid')
  const browser = await logIn(maria)
  const asked = wordsOf((await browser.get(`/badges/${id}/delete`)).text)
  expect(asked).toContain('The public page stops working.')
  expect(asked).toContain('You would need to ask Northfield Exam Board to send the badge again.')
  expect((await browser.get(`/badges/${id}`)).status).toBe(200)
  expect(wordsOf((await browser.submit(`/badges/${id}/delete`)).text)).toContain('Badge deleted')
  expect(wordsOf((await browser.get('/badges')).text)).toContain('You have no badges yet.')
})
