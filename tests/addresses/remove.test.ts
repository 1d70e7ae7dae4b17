import { expect, test } from 'vitest'
import { minutes } from '#durations'
import { db } from '#db'
import { ask, learnerWithTwo, pathOf, proofFor } from '../support/addresses.ts'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailAbout } from '../support/mailbox.ts'
import { heldBadge, learner, logIn, password, pendingBadge } from '../support/people.ts'

startApp()

/** For what happens fifty times at once, on a machine that may be busy. */
const patient = { timeout: 120_000 }

const list = '/settings/addresses'
const addressesOf = (accountId: string) =>
  db.emailAddress.findMany({ where: { accountId }, orderBy: { confirmedAt: 'asc' } })

test('a learner removes an address: the page warns first, and all three addresses are told', async () => {
  const { browser, main, second } = await learnerWithTwo('Maria')
  const path = await pathOf(browser, second, 'remove')
  const asked = wordsOf((await browser.get(path)).text)
  expect(asked).toContain('Badges sent to this address will not come to this account')
  expect(await db.emailAddress.count({ where: { address: second } })).toBe(1)

  const page = await browser.submit(path)
  expect(wordsOf(page.text)).toContain('The address was removed')
  expect(wordsOf(page.text)).not.toContain(second)
  for (const address of [main, second]) {
    const mail = await mailAbout(address, 'An address was removed from your account')
    expect(mail.text).toMatch(/What: a\*{3}@/)
  }
  const login = await new Browser().post('/log-in', { email: second, password })
  expect(login.status).toBe(422)
})

test('the last confirmed address cannot be removed, also while another one waits', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const { browser: other, second } = await learnerWithTwo('Tom')
  expect(wordsOf((await browser.get(list)).text)).not.toContain('Remove')
  await ask(browser, 'waits@example.org')

  await other.post(await pathOf(other, second, 'remove'))
  const left = await learnerWithTwo('Ana')
  const path = await pathOf(left.browser, left.main, 'remove')
  await left.browser.post(await pathOf(left.browser, left.second, 'remove'))
  expect((await left.browser.get(path)).location).toBe(list)
  const page = await left.browser.submit(path)
  expect(wordsOf(page.text)).toContain('This is your only address')
  expect(await addressesOf(left.person.id)).toMatchObject([{ address: left.main, isMain: true }])
})

test('two removals at once, fifty times, never leave none', patient, async () => {
  for (let round = 0; round < 2; round += 1) {
    const { person, browser, main, second } = await learnerWithTwo('Maria')
    const paths = [await pathOf(browser, main, 'remove'), await pathOf(browser, second, 'remove')]
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => browser.post(paths[index % 2] ?? '')),
    )
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    expect(await addressesOf(person.id)).toMatchObject([{ isMain: true }])
  }
})

test('when the main address goes, the oldest one left takes its place', async () => {
  const { person, browser, main, second } = await learnerWithTwo('Maria')
  await ask(browser, 'third@example.org')
  const { link } = await proofFor('third@example.org')
  await browser.post(link)
  const path = await pathOf(browser, main, 'remove')
  expect(wordsOf((await browser.get(path)).text)).toContain(`Your main address will be ${second}`)
  await browser.post(path)
  expect(await addressesOf(person.id)).toMatchObject([
    { address: second, isMain: true },
    { address: 'third@example.org', isMain: false },
  ])
})

test('a learner makes another address the main one; both are told, and the login stays', async () => {
  const { person, browser, main, second } = await learnerWithTwo('Maria')
  const path = await pathOf(browser, second, 'make-main')
  const page = await browser.submit(path)
  expect(wordsOf(page.text)).toContain(`It is now ${second}.`)
  expect(await addressesOf(person.id)).toMatchObject([
    { address: main, isMain: false },
    { address: second, isMain: true },
  ])
  for (const address of [main, second]) await mailAbout(address, 'Your main address was changed')
  await browser.post(path)
  const kind = 'main-address-changed'
  expect(await db.securityEvent.count({ where: { kind, accountId: person.id } })).toBe(1)
})

test('fifty changes of the main address at once leave one', patient, async () => {
  const { person, browser, main, second } = await learnerWithTwo('Maria')
  await browser.post(await pathOf(browser, second, 'make-main'))
  const first = await pathOf(browser, main, 'make-main')
  await browser.post(first)
  const paths = [first, await pathOf(browser, second, 'make-main')]
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => browser.post(paths[index % 2] ?? '')),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
  const where = { accountId: person.id, isMain: true }
  expect(await db.emailAddress.count({ where })).toBe(1)
})

test('accepted badges stay, waiting ones of the address go from Home, and it is free for another account', async () => {
  const { person, browser, second } = await learnerWithTwo('Maria')
  const held = await heldBadge(person, 'First Aid', { email: second })
  const waiting = await pendingBadge(person, 'Chess Basics', { email: second })
  const path = await pathOf(browser, second, 'remove')
  expect(wordsOf((await browser.get(path)).text)).toContain('1 badge is waiting on Home')
  await browser.post(path)
  expect((await browser.get(`/badges/${held}`)).status).toBe(200)
  expect((await browser.get(`/home/${waiting}`)).status).toBe(404)
  expect((await browser.post(`/home/${waiting}/accept`)).status).toBe(404)

  const tom = await learner('Tom')
  const his = await logIn(tom)
  const page = await ask(his, second)
  const { code } = await proofFor(second, 2)
  const home = await his.submit(page, { code })
  expect(wordsOf(home.text)).toContain('Chess Basics')
  expect((await his.get(`/badges/${held}`)).status).toBe(404)
})

test('an old code and an old link do not bring a removed address back', async () => {
  const { browser, second } = await learnerWithTwo('Maria')
  const { link, code } = await proofFor(second)
  await browser.post(await pathOf(browser, second, 'remove'))
  const page = await ask(browser, second)
  expect((await browser.post(link)).status).toBe(404)
  expect((await browser.post(page, { code })).status).toBe(422)
})

test('a link for a new password that was mailed to the removed address is dead', async () => {
  const { person, browser, second } = await learnerWithTwo('Maria')
  await new Browser().post('/forgot-password', { email: second })
  const text = (await mailAbout(second, 'Change your Passport password')).text ?? ''
  const reset = /http:\/\/localhost:\d+(\/reset-password\/\S+)/.exec(text)?.[1] ?? ''
  expect((await browser.get(reset)).status).toBe(200)
  await browser.post(await pathOf(browser, second, 'remove'))
  expect((await browser.get(reset)).status).toBe(410)
  expect(await db.passwordReset.count({ where: { accountId: person.id } })).toBe(0)
})

test('another learner’s address is as if it were not there, and its path does not name it', async () => {
  const { person, browser, second } = await learnerWithTwo('Maria')
  const { browser: eve } = await learnerWithTwo('Eve')
  for (const what of ['remove', 'make-main'] as const) {
    const path = await pathOf(browser, second, what)
    expect(path).not.toContain('@')
    const [foreign, none] = [await eve.post(path), await eve.post(`${list}/nothing/${what}`)]
    expect([foreign.status, none.status]).toEqual([404, 404])
    expect(foreign.text).toBe(none.text)
  }
  expect(await addressesOf(person.id)).toHaveLength(2)
})

test('whoever logged in long ago removes nothing and changes nothing', async () => {
  const { person, browser, second } = await learnerWithTwo('Maria')
  const [remove, main] = [
    await pathOf(browser, second, 'remove'),
    await pathOf(browser, second, 'make-main'),
  ]
  clock.ahead += minutes(11)
  expect((await browser.get(remove)).location).toContain('/log-in/again')
  expect((await browser.post(remove)).location).toContain('/log-in/again')
  expect((await browser.post(main)).location).toContain('/log-in/again')
  expect(await addressesOf(person.id)).toMatchObject([{ isMain: true }, { isMain: false }])
})
