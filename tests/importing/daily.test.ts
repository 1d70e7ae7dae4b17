import { describe, expect, test } from 'vitest'
import { days, hours } from '#durations'
import { clock, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { mailbox, soon } from '../support/mailbox.ts'
import { logIn } from '../support/people.ts'
import {
  added,
  badge,
  browser,
  checkIn,
  email,
  entry,
  importOf,
  listSays,
  maria,
  newsMail,
  newsMails,
  watchBadges,
} from './watched-badges.ts'

startApp()
watchBadges()

test('a badge that is good is checked a day later, and nobody is told', async () => {
  await listSays(false)
  const id = await added()
  const { nextCheckAt } = await importOf(id)
  expect(Math.abs(+nextCheckAt - +clock.now() - days(1))).toBeLessThan(hours(1.1))
  await checkIn(id)
  const checked = await importOf(id)
  expect(+checked.checkedAt).toBeCloseTo(+clock.now(), -4)
  expect(Math.abs(+checked.nextCheckAt - +clock.now() - days(1))).toBeLessThan(hours(1.1))
  expect(wordsOf((await browser.get(`/badges/${id}`)).text)).not.toContain('took back')
  expect(mailbox.mailsTo(email)).toEqual([])
})

test('one that was taken back says so everywhere, and its owner is told once', async () => {
  await listSays(false)
  const id = await added({ name: 'Diving' })
  await listSays(true)
  await checkIn(id)
  expect((await badge(id)).revokedAt).not.toBeNull()
  const mail = await newsMail('Your badge was taken back: Diving')
  expect(mail.text).toContain('The issuer took back this badge')
  expect(mail.text).toContain('From: Riverside Swimming Club')
  expect(mail.text).toContain(`/badges/${id}`)
  expect(wordsOf((await browser.get('/home')).text)).toContain(
    'Riverside Swimming Club took back Diving',
  )
  expect(wordsOf((await browser.get(`/badges/${id}`)).text)).toContain('taken back')
  await Promise.all([checkIn(id, 2), checkIn(id, 2)])
  await checkIn(id, 3)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(newsMails('Your badge was taken back')).toHaveLength(1)
  clock.ahead = days(33)
  expect(wordsOf((await (await logIn(maria)).get('/home')).text)).not.toContain('took back Diving')
})

test('one that is good again comes back, and may be taken back again', async () => {
  await listSays(true)
  await listSays(false)
  const id = await added({ name: 'Rowing' })
  await listSays(true)
  await checkIn(id)
  await newsMail('Your badge was taken back: Rowing')
  await listSays(false)
  await checkIn(id, 2)
  expect(await badge(id)).toMatchObject({ revokedAt: null, revocationReason: null })
  expect(wordsOf((await browser.get('/home')).text)).not.toContain('took back Rowing')
  await listSays(true)
  await checkIn(id, 3)
  await soon(() => newsMails('Your badge was taken back: Rowing')[1], 'second mail')
})

test('one that is paused is told of in its own words', async () => {
  await listSays(false, 'suspension', '/status/2')
  const id = await added({ name: 'Sailing', more: entry('suspension', '/status/2') })
  await listSays(true, 'suspension', '/status/2')
  await checkIn(id)
  const mail = await newsMail('Your badge is paused: Sailing')
  expect(mail.text).toContain('It may become valid again.')
  expect((await badge(id)).revokedAt).toBeNull()
  expect(wordsOf((await browser.get('/home')).text)).toContain('has paused Sailing')
})

test('what its owner saw when they added it is no news', async () => {
  await listSays(true)
  const id = await added({ name: 'Surfing' })
  expect((await badge(id)).revokedAt).not.toBeNull()
  await checkIn(id)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(newsMails('Your badge was taken back')).toEqual([])
})

describe('one that ends', () => {
  test('is told of once, 30 days before', async () => {
    await listSays(false)
    const ends = new Date(+clock.now() + days(40))
    const id = await added({ name: 'Lifeguard', validUntil: `${ends.toISOString().slice(0, 19)}Z` })
    await checkIn(id, 9)
    expect((await importOf(id)).toldEnd).toBeNull()
    await checkIn(id, 11)
    const mail = await newsMail('Your badge ends soon: Lifeguard')
    expect(mail.text).toContain('You keep it after that.')
    expect(wordsOf((await (await logIn(maria)).get('/home')).text)).toContain('Lifeguard ends on')
    await checkIn(id, 12)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await checkIn(id, 41)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(newsMails('Your badge ends soon')).toHaveLength(1)
  })
})
