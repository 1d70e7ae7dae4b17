import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#db'
import { minutes } from '#durations'
import { siteMap } from '#routes'
import { listRoutes } from '#web/site-map'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { learner, logIn } from '../support/people.ts'
import { codeNow, halfway, nextCode, protectedLearner, type } from './authenticator.ts'

startApp()

beforeEach(() => {
  clock.ahead = 0
})

test('password and code together are a login, with a new session id, and lead on', async () => {
  const { person, key } = await protectedLearner()
  const browser = await halfway(person, new Browser(), '/badges?q=first')
  const before = browser.cookies.get('sid')
  expect(wordsOf((await browser.get('/log-in/second-step')).text)).toContain(
    'Enter the code from your app',
  )
  const code = nextCode(key)
  const entered = await type(browser, ` ${code.slice(0, 3)}-${code.slice(3)} `)
  expect(entered.location).toBe('/badges?q=first')
  expect(browser.cookies.get('sid')).not.toBe(before)
  expect((await browser.get('/home')).status).toBe(200)
  const login = await db.securityEvent.findFirst({
    where: { accountId: person.id, kind: 'logged-in' },
    orderBy: { at: 'desc' },
  })
  expect(login?.about).toBe('with your password and a second step')
})

const closed = listRoutes(siteMap).filter(({ who }) =>
  ['learner', 'fresh learner', 'staff'].includes(who),
)

test('halfway in, nobody gets in anywhere', async () => {
  const { person } = await protectedLearner()
  const browser = await halfway(person)
  expect(closed.length).toBeGreaterThan(50)
  for (const { method, path } of closed) {
    const address = path.replace(/:\w+/g, 'x')
    const page = await (method === 'GET' ? browser.get(address) : browser.post(address))
    const leads = { path, status: page.status, login: /^\/log-in(\?|$)/.test(page.location ?? '') }
    expect(leads).toEqual({ path, status: 303, login: true })
  }
})

describe('the first step counts no more', () => {
  test('after ten minutes; the way to the page is kept', async () => {
    const { person, key } = await protectedLearner()
    const browser = await halfway(person, new Browser(), '/badges')
    clock.ahead = minutes(10)
    const page = await type(browser, codeNow(key))
    expect(page.location).toBe('/log-in?next=%2Fbadges')
    expect((await browser.get('/log-in/second-step')).location).toBe('/log-in?next=%2Fbadges')
  })

  test('after the password was changed', async () => {
    const { person, key } = await protectedLearner()
    const browser = await halfway(person)
    await db.account.update({ where: { id: person.id }, data: { passwordHash: 'another' } })
    expect((await type(browser, nextCode(key))).location).toContain('/log-in?')
    expect((await browser.get('/home')).location).toContain('/log-in')
  })

  test('after the account is gone', async () => {
    const { person, key } = await protectedLearner()
    const browser = await halfway(person)
    await db.walletSummary.deleteMany({ where: { ownerId: person.id } })
    await db.account.delete({ where: { id: person.id } })
    expect((await type(browser, nextCode(key))).location).toContain('/log-in?')
  })

  test('after the second step was switched off, for there is none to take', async () => {
    const { person, browser: own } = await protectedLearner()
    const browser = await halfway(person)
    await own.post('/settings/two-step/switch-off')
    expect((await browser.get('/log-in/second-step')).location).toContain('/log-in?')
    expect((await browser.get('/home')).location).toContain('/log-in')
  })

  test('where nobody has begun', async () => {
    const visitor = new Browser()
    expect((await visitor.get('/log-in/second-step')).location).toBe('/log-in')
    expect((await type(visitor, '123456')).location).toBe('/log-in')
  })
})

test('nobody is asked for a second step that they have begun and not confirmed', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  await browser.post('/settings/two-step/set-up')
  expect((await (await logIn(maria)).get('/home')).status).toBe(200)
})
