import { expect, test } from 'vitest'
import { days } from '#durations'
import { db } from '#db'
import { clock, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { heldBadge, learner, logIn, pendingBadge } from '../support/people.ts'

startApp()

test('a learner accepts a badge: it leaves Home, joins the wallet, and only they see it', async () => {
  const maria = await learner('Maria')
  const id = await pendingBadge(maria, 'First Aid')
  const browser = await logIn(maria)
  expect(wordsOf((await browser.get('/home')).text)).toContain('Accept badge')

  const congratulations = await browser.submit(`/home/${id}/accept`)

  expect(wordsOf(congratulations.text)).toContain('Well done! The badge is now in your Passport.')
  expect(wordsOf((await browser.get('/badges')).text)).toContain('First Aid')
  expect(wordsOf((await browser.get('/home')).text)).not.toContain('Accept badge')
  const badge = await db.assertion.findUniqueOrThrow({ where: { id } })
  expect(badge).toMatchObject({
    ownerId: maria.id,
    decision: 'ACCEPTED',
    visibility: 'ONLY_ME',
    publicKey: null,
  })
})

test('nobody can accept, decline or see a badge that was sent to someone else', async () => {
  const id = await pendingBadge(await learner('Maria'))
  const browser = await logIn(await learner('Tom'))
  for (const path of [`/home/${id}/accept`, `/home/${id}/decline`]) {
    expect((await browser.post(path)).status).toBe(404)
  }
  expect((await browser.get(`/home/${id}`)).status).toBe(404)
  expect((await browser.get(`/badges/${id}/picture-160.png`)).status).toBe(404)
  expect(await db.assertion.findUnique({ where: { id } })).toMatchObject({
    decision: null,
    ownerId: null,
  })
})

test('fifty clicks at once have one effect', async () => {
  const maria = await learner('Maria')
  const id = await pendingBadge(maria)
  const browser = await logIn(maria)
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => browser.post(`/home/${id}/accept`)),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
  expect(new Set(answers.map(({ location }) => location))).toEqual(
    new Set([`/badges/${id}/accepted`]),
  )
  expect((await db.walletSummary.findUnique({ where: { ownerId: maria.id } }))?.version).toBe(1)
})

test('a declined badge can be taken back and accepted', async () => {
  const maria = await learner('Maria')
  const id = await pendingBadge(maria, 'Web Design')
  const browser = await logIn(maria)

  const declined = await browser.submit(`/home/${id}/decline`)
  expect(wordsOf(declined.text)).toContain('You said no to this badge')
  expect(wordsOf(declined.text)).toContain('Web Design')
  expect(wordsOf((await browser.get('/home')).text)).not.toContain('Accept badge')

  await browser.post(`/home/${id}/take-back`)
  expect(wordsOf((await browser.get('/home')).text)).toContain('Accept badge')
  await browser.post(`/home/${id}/accept`)
  expect((await browser.get(`/badges/${id}`)).status).toBe(200)
})

test('an offer that has ended, or was taken back, can no longer be accepted', async () => {
  const maria = await learner('Maria')
  const [late, gone] = [await pendingBadge(maria), await pendingBadge(maria)]
  await db.assertion.update({ where: { id: gone }, data: { revokedAt: clock.now() } })
  const browser = await logIn(maria)
  clock.ahead = days(2)
  await db.assertion.update({
    where: { id: late },
    data: { offerEndsAt: new Date(Date.now() + days(1)) },
  })
  for (const id of [late, gone]) {
    expect((await browser.post(`/home/${id}/accept`)).location).toBe('/home')
    expect(await db.assertion.findUnique({ where: { id } })).toMatchObject({
      ownerId: null,
      decision: null,
    })
  }
  clock.ahead = 0
})

test('an accepted badge cannot be declined, and accepting again changes nothing', async () => {
  const maria = await learner('Maria')
  const id = await heldBadge(maria)
  const before = await db.assertion.findUnique({ where: { id } })
  const browser = await logIn(maria)
  await browser.post(`/home/${id}/decline`)
  await browser.post(`/home/${id}/accept`)
  expect(await db.assertion.findUnique({ where: { id } })).toEqual(before)
})
