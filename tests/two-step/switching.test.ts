import { beforeEach, expect, test } from 'vitest'
import { db } from '#db'
import { minutes } from '#durations'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailAbout } from '../support/mailbox.ts'
import { learner, logIn, password } from '../support/people.ts'
import {
  codeNow,
  halfway,
  keyOn,
  nextCode,
  protectedLearner,
  recoveryCodesOn,
  type,
} from './authenticator.ts'

startApp()

beforeEach(() => {
  clock.ahead = 0
})

const rowOf = (accountId: string) => db.twoStep.findUnique({ where: { accountId } })

test('a learner sets it up with the first code of the app, and gets ten recovery codes once', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  expect(wordsOf((await browser.get('/settings/two-step')).text)).toContain('Set it up')
  const begun = await browser.submit('/settings/two-step/set-up')
  const key = keyOn(begun.text)
  expect(key).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
  expect((await rowOf(maria.id))?.confirmedAt).toBeNull()

  const on = await browser.post('/settings/two-step/switch-on', { code: codeNow(key) })
  expect(on.status).toBe(200)
  expect(on.headers.get('cache-control')).toBe('no-store')
  const codes = recoveryCodesOn(on.text)
  expect(new Set(codes).size).toBe(10)
  expect((await rowOf(maria.id))?.confirmedAt).not.toBeNull()
  await mailAbout(maria.addresses[0] ?? '', 'The second step was switched on')

  const status = await browser.get('/settings/two-step')
  expect(wordsOf(status.text)).toContain('10 of 10 left')
  for (const path of ['/settings/two-step', '/settings/two-step/set-up']) {
    const page = await browser.follow(await browser.get(path))
    for (const secret of [key, ...codes]) expect(page.text).not.toContain(secret)
  }
  const resent = await browser.post('/settings/two-step/switch-on', { code: codeNow(key) })
  expect(resent.location).toBe('/settings/two-step')
})

test('a wrong first code changes nothing, and the page keeps its key', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const key = keyOn((await browser.submit('/settings/two-step/set-up')).text)
  for (const code of ['000000', '', codeNow(key).slice(1), '\0', '1'.repeat(400)]) {
    const page = await browser.post('/settings/two-step/switch-on', { code })
    expect(page.status).toBe(422)
    expect(page.text).toContain('There is a problem')
    expect(keyOn(page.text)).toBe(key)
  }
  expect((await rowOf(maria.id))?.confirmedAt).toBeNull()
  expect(await db.recoveryCode.count({ where: { accountId: maria.id } })).toBe(0)
})

test('beginning again makes another key; the code for the old one is wrong', async () => {
  const browser = await logIn(await learner('Maria'))
  const first = keyOn((await browser.submit('/settings/two-step/set-up')).text)
  const second = keyOn((await browser.submit('/settings/two-step/set-up')).text)
  expect(second).not.toBe(first)
  const wrong = await browser.post('/settings/two-step/switch-on', { code: codeNow(first) })
  expect(wrong.status).toBe(422)
  const right = await browser.post('/settings/two-step/switch-on', { code: codeNow(second) })
  expect(recoveryCodesOn(right.text)).toHaveLength(10)
})

test('once it is on, beginning again does not change the key', async () => {
  const { person, browser, key } = await protectedLearner()
  const { location } = await browser.post('/settings/two-step/set-up')
  expect((await browser.get(location ?? '')).location).toBe('/settings/two-step')
  expect((await type(await halfway(person), nextCode(key))).location).toBe('/home')
})

test('of fifty who switch it on at the same moment one gets the recovery codes', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const key = keyOn((await browser.submit('/settings/two-step/set-up')).text)
  const code = codeNow(key)
  const pages = await Promise.all(
    Array.from({ length: 50 }, () => browser.post('/settings/two-step/switch-on', { code })),
  )
  const shown = pages.filter(({ text }) => recoveryCodesOn(text).length > 0)
  expect(shown).toHaveLength(1)
  expect(await db.recoveryCode.count({ where: { accountId: maria.id } })).toBe(10)
})

test('new recovery codes end the old ones, also when they are asked for twice at once', async () => {
  const { person, browser, recoveryCodes: old } = await protectedLearner()
  const pages = await Promise.all(
    Array.from({ length: 5 }, () => browser.post('/settings/two-step/recovery-codes')),
  )
  expect(pages.map(({ text }) => recoveryCodesOn(text).length)).toEqual(Array(5).fill(10))
  expect(await db.recoveryCode.count({ where: { accountId: person.id } })).toBe(10)
  expect((await type(await halfway(person), old[0] ?? '')).status).toBe(422)
  const working = await Promise.all(
    pages.map(async ({ text }) => {
      const { location } = await type(await halfway(person), recoveryCodesOn(text)[0] ?? '')
      return location === '/home'
    }),
  )
  expect(working.filter(Boolean)).toHaveLength(1)
})

test('switching it off takes a second look, ends the codes and is told by mail', async () => {
  const { person, browser, recoveryCodes } = await protectedLearner()
  expect(wordsOf((await browser.get('/settings/two-step/switch-off')).text)).toContain(
    'Switch off the second step?',
  )
  expect(await rowOf(person.id)).not.toBeNull()
  const off = await browser.submit('/settings/two-step/switch-off')
  expect(wordsOf(off.text)).toContain('The second step is off')
  expect(await rowOf(person.id)).toBeNull()
  expect(await db.recoveryCode.count({ where: { accountId: person.id } })).toBe(0)
  await mailAbout(person.addresses[0] ?? '', 'The second step was switched off')
  expect((await logIn(person)).cookies.has('sid')).toBe(true)
  await browser.post('/settings/two-step/switch-off')
  expect(
    await db.securityEvent.count({ where: { accountId: person.id, kind: 'two-step-off' } }),
  ).toBe(1)
  expect(recoveryCodes).toHaveLength(10)
})

test('where it is off there is nothing to switch off and there are no codes to make', async () => {
  const browser = await logIn(await learner('Maria'))
  expect((await browser.get('/settings/two-step/switch-off')).location).toBe('/settings/two-step')
  expect((await browser.get('/settings/two-step/set-up')).location).toBe('/settings/two-step')
  const made = await browser.post('/settings/two-step/recovery-codes')
  expect(made.location).toBe('/settings/two-step')
  expect((await browser.post('/settings/two-step/switch-on', { code: '123456' })).location).toBe(
    '/settings/two-step',
  )
})

test('all of it needs a login of the last ten minutes', async () => {
  const { person, browser } = await protectedLearner()
  clock.ahead = minutes(11)
  for (const path of ['', '/set-up', '/switch-off']) {
    expect((await browser.get(`/settings/two-step${path}`)).location).toContain('/log-in/again')
  }
  for (const path of ['/set-up', '/switch-on', '/recovery-codes', '/switch-off']) {
    const page = await browser.post(`/settings/two-step${path}`, { code: '123456' })
    expect(page.location).toBe('/log-in/again?next=%2Fsettings%2Ftwo-step')
  }
  expect(await rowOf(person.id)).not.toBeNull()
})

test('a new password by email does not switch it off', async () => {
  const { person, key } = await protectedLearner()
  const address = person.addresses[0] ?? ''
  const browser = new Browser()
  await browser.post('/forgot-password', { email: address })
  const text = (await mailAbout(address, 'Change your Passport password')).text ?? ''
  const link = /(\/reset-password\/\S+)/.exec(text)?.[1] ?? ''
  const next = 'another long password'
  await browser.get(link)
  await browser.post(link, { password: next })
  expect((await new Browser().post('/log-in', { email: address, password })).status).toBe(422)
  const page = await browser.post('/log-in', { email: address, password: next })
  expect(page.location).toBe('/log-in/second-step')
  expect((await type(browser, nextCode(key))).location).toBe('/home')
})
