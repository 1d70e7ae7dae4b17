import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { db } from '#db'
import { days } from '#durations'
import { deviceName } from '#devices/device-name'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailbox } from '../support/mailbox.ts'
import { learner, logIn, password } from '../support/people.ts'

startApp()

const phone = {
  'user-agent': 'Mozilla/5.0 (Android 14; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0',
}

async function logInFrom(address: string, headers: Record<string, string>) {
  const browser = new Browser()
  await browser.post('/log-in', { email: address, password }, headers)
  return browser
}

const rowsOf = (html: string) => [...html.matchAll(/\/settings\/devices\/([\w-]+)\/end"/g)]

test('every login is listed with its device, and this one is marked', async () => {
  const maria = await learner('Maria')
  const laptop = await logIn(maria)
  await logInFrom(maria.addresses[0] ?? '', phone)
  const page = await laptop.get('/settings/devices')
  expect(wordsOf(page.text)).toContain('Firefox on Android')
  expect(wordsOf(page.text)).toContain('This device')
  expect(rowsOf(page.text)).toHaveLength(2)
})

test('one login can be ended, and only that one', async () => {
  const maria = await learner('Maria')
  const [laptop, tablet] = [await logIn(maria), await logIn(maria)]
  const lost = await logInFrom(maria.addresses[0] ?? '', phone)
  const page = await laptop.get('/settings/devices')
  const row = page.text.split('<li').find((part) => part.includes('Firefox on Android')) ?? ''
  const id = rowsOf(row)[0]?.[1] ?? ''
  const after = await laptop.submit(`/settings/devices/${id}/end`)
  expect(wordsOf(after.text)).toContain('The device is logged out')
  expect((await lost.get('/home')).location).toContain('/log-in')
  expect((await tablet.get('/home')).status).toBe(200)
  expect((await laptop.get('/home')).status).toBe(200)
})

test('all others can be ended at once, and are not known any more', async () => {
  const maria = await learner('Maria')
  const [laptop, other] = [await logIn(maria), await logIn(maria)]
  await laptop.submit('/settings/devices/end-others')
  expect((await other.get('/home')).location).toContain('/log-in')
  expect((await laptop.get('/home')).status).toBe(200)
  expect(await db.knownDevice.count({ where: { accountId: maria.id } })).toBe(1)
})

test('ending this device is logging out', async () => {
  const laptop = await logIn(await learner('Maria'))
  const [row] = rowsOf((await laptop.get('/settings/devices')).text)
  expect((await laptop.post(`/settings/devices/${row?.[1]}/end`)).location).toBe('/log-in')
  expect((await laptop.get('/home')).location).toContain('/log-in')
})

test('nobody ends the login of somebody else: it is as if it were not there', async () => {
  const maria = await logIn(await learner('Maria'))
  const [row] = rowsOf((await maria.get('/settings/devices')).text)
  const tom = await logIn(await learner('Tom'))
  const foreign = await tom.post(`/settings/devices/${row?.[1]}/end`)
  const missing = await tom.post('/settings/devices/nothing/end')
  expect([foreign.status, missing.status]).toEqual([404, 404])
  expect(foreign.text).toBe(missing.text)
  expect((await maria.get('/home')).status).toBe(200)
})

test('a login that is ended while its page is being made does not come back', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  // It hashes twice, and then writes its message into the session.
  const changing = browser.post('/settings/password', {
    current: password,
    password: 'a new one, long',
  })
  await setTimeout(20)
  await db.session.deleteMany({ where: { accountId: maria.id } })
  expect((await changing).location).toBe('/settings')
  expect(await db.session.count({ where: { accountId: maria.id } })).toBe(0)
  expect((await browser.get('/home')).location).toContain('/log-in')
})

test('a device that was never seen before is told of by mail; the first and the same are not', async () => {
  const maria = await learner('Maria')
  const [address = ''] = maria.addresses
  const laptop = await logIn(maria)
  await laptop.post('/log-out')
  await laptop.post('/log-in', { email: address, password })
  expect(mailbox.mailsTo(address)).toHaveLength(0)
  await logInFrom(address, phone)
  const mail = await mailbox.mailTo(address)
  expect(mail.subject).toBe('A new device logged in to your account')
  expect(mail.text).toContain('Device: Firefox on Android')
})

test('a login ends after 7 days without use, used or not after 30', async () => {
  const browser = await logIn(await learner('Maria'))
  const idle = await logIn(await learner('Tom'))
  for (let passed = 6; passed < 30; passed += 6) {
    clock.ahead = days(passed)
    expect((await browser.get('/home')).status).toBe(200)
  }
  expect((await idle.get('/home')).location).toContain('/log-in')
  clock.ahead = days(29.9)
  expect((await browser.get('/home')).status).toBe(200)
  clock.ahead = days(30.1)
  expect((await browser.get('/home')).location).toContain('/log-in')
  clock.ahead = 0
})

test.each([
  [undefined, 'Unknown device'],
  ['', 'Unknown device'],
  ['curl/8.1', 'Unknown device'],
  ['Call +1 555 0100 at once/1 x', 'Unknown device'],
  ['<script>alert(1)</script>/1 x', 'Unknown device'],
  ['x'.repeat(100_000), 'Unknown device'],
  [phone['user-agent'], 'Firefox on Android'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 15_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1',
    'Safari on iOS',
  ],
])('a browser that says %j is “%s”', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name)
})
