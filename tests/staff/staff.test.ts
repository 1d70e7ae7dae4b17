import { beforeEach, describe, expect, test } from 'vitest'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import { minutes } from '#durations'
import { addStaff, removeStaff } from '#staff/staff'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { awarded, badgeOf, issuer, learner, logIn } from '../support/people.ts'
import { halfway, nextCode, protectedLearner, type } from '../two-step/authenticator.ts'

startApp()

beforeEach(() => {
  clock.ahead = 0
})

/** Lets this person act for a new issuer with two badges and three awards. */
async function actingFor(person: Learner, name = 'Northfield Exam Board') {
  const board = await issuer(name)
  const badge = await badgeOf(board, 'First Aid')
  await badgeOf(board, 'Chess')
  for (const who of ['ana', 'ben', 'eve']) {
    await awarded(board, badge, { email: `${who}@example.org` })
  }
  await addStaff(board, person.addresses[0] ?? '', clock.now())
  return board
}

const withPasskey = (person: Learner) =>
  db.passkey.create({
    data: { id: person.id, accountId: person.id, name: 'Phone', publicKey: Buffer.from('x') },
  })

test('whoever acts for an issuer sees its badges and awards after a login in two steps', async () => {
  const { person, key } = await protectedLearner()
  await actingFor(person)
  await issuer('Somebody else’s')
  const browser = await halfway(person, new Browser(), '/issuer')
  expect((await type(browser, nextCode(key))).location).toBe('/issuer')
  const words = wordsOf((await browser.get('/issuer')).text)
  expect(words).toContain('Issuers you act for')
  expect(words).toContain('Northfield Exam Board')
  expect(words).toContain('2 badges, awarded 3 times')
  expect(words).not.toContain('Somebody else')
})

test('to everybody else the page is as if it were not there', async () => {
  const { person, key } = await protectedLearner()
  const strong = await halfway(person)
  await type(strong, nextCode(key))
  for (const browser of [await logIn(await learner('Tom')), strong]) {
    const [there, missing] = [await browser.get('/issuer'), await browser.get('/nothing-here')]
    expect([there.status, missing.status]).toEqual([404, 404])
    expect(there.text).toBe(missing.text)
  }
  expect((await new Browser().get('/issuer')).location).toBe('/log-in?next=%2Fissuer')
})

describe('a login in one step is not enough', () => {
  test('who has no stronger way is told how to get one', async () => {
    const maria = await learner('Maria')
    await actingFor(maria)
    const page = await (await logIn(maria)).get('/issuer')
    expect(page.status).toBe(403)
    expect(wordsOf(page.text)).toContain('Protect your login first')
    expect(wordsOf(page.text)).not.toContain('Northfield')
    expect(page.text).toContain('href="/settings/passkeys"')
    expect(page.text).toContain('href="/settings/two-step"')
  })

  test('who switched the second step on logs in once more with it', async () => {
    const { person, browser, key } = await protectedLearner()
    await actingFor(person)
    const page = await browser.get('/issuer')
    expect(page.status).toBe(403)
    expect(wordsOf(page.text)).toContain('Please log in with two steps')
    expect(page.text).toContain('href="/log-in/again?next=%2Fissuer"')
    const again = { password: 'correct horse battery', next: '/issuer' }
    await browser.get('/log-in/again?next=/issuer')
    expect((await browser.post('/log-in/again', again)).location).toBe('/log-in/second-step')
    expect((await browser.get('/issuer')).status).toBe(403)
    expect((await type(browser, nextCode(key))).location).toBe('/issuer')
    expect((await browser.get('/issuer')).status).toBe(200)
  })

  test('a passkey that was not used is none', async () => {
    const maria = await learner('Maria')
    await actingFor(maria)
    await withPasskey(maria)
    const page = await (await logIn(maria)).get('/issuer')
    expect(page.status).toBe(403)
    expect(page.text).toContain('href="/log-in/again?next=%2Fissuer"')
  })
})

describe('it ends on the next request', () => {
  async function inside() {
    const { person, key } = await protectedLearner()
    const board = await actingFor(person)
    const browser = await halfway(person)
    await type(browser, nextCode(key))
    expect((await browser.get('/issuer')).status).toBe(200)
    return { person, board, browser }
  }

  test('for whoever does not act for the issuer any more', async () => {
    const { person, board, browser } = await inside()
    await removeStaff(board, person.addresses[0] ?? '', clock.now())
    expect((await browser.get('/issuer')).status).toBe(404)
    const kinds = await db.securityEvent.findMany({ where: { accountId: person.id } })
    expect(kinds.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['staff-added', 'staff-removed']),
    )
  })

  test('for whoever switches the second step off', async () => {
    const { browser } = await inside()
    await browser.post('/settings/two-step/switch-off')
    expect((await browser.get('/issuer')).status).toBe(403)
  })

  test('but not after ten minutes', async () => {
    const { browser } = await inside()
    clock.ahead += minutes(30)
    expect((await browser.get('/issuer')).status).toBe(200)
  })
})

test('to be let in twice is to be let in once', async () => {
  const maria = await learner('Maria')
  const board = await actingFor(maria)
  expect(await addStaff(board, maria.addresses[0] ?? '', clock.now())).toBe(true)
  expect(await addStaff(board, 'nobody@example.org', clock.now())).toBe(false)
  const where = { accountId: maria.id, kind: 'staff-added' }
  expect(await db.securityEvent.count({ where })).toBe(1)
})

test('an issuer’s name is shown as text', async () => {
  const { person, key } = await protectedLearner()
  await actingFor(person, '<script>alert(1)</script>‮& Söhne')
  const browser = await halfway(person)
  await type(browser, nextCode(key))
  const { text } = await browser.get('/issuer')
  expect(text).not.toContain('<script>alert')
  expect(text).toContain('<bdi>&lt;script&gt;alert(1)&lt;/script&gt;‮&amp; Söhne</bdi>')
})
