import { describe, expect, test } from 'vitest'
import { checkImport } from '#importing/check-import'
import { enqueueDueChecks } from '#importing/daily-checks'
import { keptCheck } from '#checking/kept-checks'
import { db } from '#db'
import { days, hours } from '#durations'
import { clock, startApp } from '../support/app.ts'
import { mailbox, soon } from '../support/mailbox.ts'
import {
  added,
  badge,
  checkIn,
  elsewhere,
  email,
  importOf,
  listSays,
  watchBadges,
} from './watched-badges.ts'

startApp()
watchBadges()

describe('when the issuer does not answer', () => {
  test('the last good check stands for a week, and it is asked again sooner, then more and more seldom', async () => {
    await listSays(false)
    const id = await added({ name: 'Climbing' })
    const { hash } = await importOf(id)
    const good = await keptCheck(hash)
    elsewhere.isDown = true
    const waits: number[] = []
    for (const day of [1, 2, 3]) {
      await checkIn(id, day)
      waits.push(Math.round((+(await importOf(id)).nextCheckAt - +clock.now()) / hours(1)))
    }
    expect(waits).toEqual([1, 2, 4])
    expect(await keptCheck(hash)).toEqual(good)
    await checkIn(id, 8)
    expect((await keptCheck(hash))?.findings).toContainEqual(
      expect.objectContaining({ question: 'status', outcome: 'unchecked' }),
    )
    for (const day of [9, 10, 11, 12, 13]) await checkIn(id, day)
    expect(+(await importOf(id)).nextCheckAt - +clock.now()).toBeLessThanOrEqual(days(7))
    elsewhere.isDown = false
    await checkIn(id, 14)
    expect(await importOf(id)).toMatchObject({ unanswered: 0 })
    expect(mailbox.mailsTo(email)).toEqual([])
  })

  test('one that was taken back stays so', async () => {
    await listSays(false)
    const id = await added({ name: 'Skating' })
    await listSays(true)
    await checkIn(id)
    elsewhere.isDown = true
    await checkIn(id, 9)
    expect((await badge(id)).revokedAt).not.toBeNull()
  })
})

test('only those whose time has come are taken up, each by one process', async () => {
  await db.import.updateMany({ data: { nextCheckAt: new Date(Date.now() + days(5)) } })
  await listSays(false)
  const ids = [
    await added({ name: 'One' }),
    await added({ name: 'Two' }),
    await added({ name: 'Three' }),
  ]
  expect(await enqueueDueChecks(clock.now())).toBe(0)
  const later = new Date(Date.now() + days(1.1))
  const taken = await Promise.all([1, 2, 3, 4].map(() => enqueueDueChecks(later)))
  expect(taken.reduce((sum, count) => sum + count)).toBe(3)
  clock.ahead = days(1.1)
  for (const id of ids)
    await soon(async () => {
      const { checkedAt } = await importOf(id)
      return +checkedAt > Date.now() + days(1) ? checkedAt : undefined
    }, 'check')
})

test('a badge that is not in a wallet any more is left alone', async () => {
  await checkImport({ assertionId: 'x'.repeat(25) }, { now: clock.now() })
  expect(elsewhere.asked).toEqual([])
})
