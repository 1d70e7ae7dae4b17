import { expect, test } from 'vitest'
import { days } from '#durations'
import { db } from '#db'
import { tidyUp } from '#tidy-up'
import { clock, startApp } from './support/app.ts'
import { Browser } from './support/browser.ts'
import { learner, logIn, password } from './support/people.ts'

startApp()

test('a sign-up that nobody confirmed and a forgotten session are gone in time, and not before', async () => {
  const maria = await learner('Maria')
  await logIn(maria)
  await new Browser().post('/sign-up', { name: 'Ana', email: 'ana@example.org', password })
  const left = async () => [
    await db.signUp.count(),
    await db.session.count({ where: { accountId: maria.id } }),
  ]
  await tidyUp(clock.now())
  expect(await left()).toEqual([1, 1])
  await tidyUp(new Date(Date.now() + days(6.9)))
  expect(await left()).toEqual([1, 1])
  await tidyUp(new Date(Date.now() + days(7.1)))
  expect(await left()).toEqual([0, 0])
  expect(await db.account.count({ where: { id: maria.id } })).toBe(1)
})
