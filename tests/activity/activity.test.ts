import { expect, test } from 'vitest'
import { db } from '#db'
import { days } from '#durations'
import { tidyUp } from '#tidy-up'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { learner, logIn, password } from '../support/people.ts'

startApp()

test('the learner sees logins, failures and changes with their device, the newest first', async () => {
  const maria = await learner('Maria')
  const [email = ''] = maria.addresses
  await new Browser().post('/log-in', { email, password: 'a stranger tried this' })
  const browser = await logIn(maria)
  await browser.submit('/settings/names', { name: 'Maria Rossi', shownName: '', language: 'en-GB' })
  await browser.post('/log-out')
  await browser.post('/log-in', { email, password })
  const words = wordsOf((await browser.get('/settings/activity')).text)
  const order = [
    'You logged in',
    'You logged out',
    'Your name was changed',
    'You logged in',
    'Somebody tried to log in and could not',
  ]
  let from = 0
  for (const says of order) {
    const at = words.indexOf(says, from)
    expect([says, at >= 0]).toEqual([says, true])
    from = at + 1
  }
  expect(words).toContain('with your password')
})

test('nobody sees the activity of somebody else', async () => {
  const maria = await learner('Maria')
  await logIn(maria)
  const tom = await logIn(await learner('Tom'))
  await db.securityEvent.updateMany({
    where: { accountId: maria.id },
    data: { about: 'only for Maria' },
  })
  expect((await tom.get('/settings/activity')).text).not.toContain('only for Maria')
})

test('a failed login for an address that nobody has is written down too, for nobody', async () => {
  const before = await db.securityEvent.count({ where: { accountId: null } })
  await new Browser().post('/log-in', { email: 'nobody@example.org', password: 'a wrong one' })
  expect(await db.securityEvent.count({ where: { accountId: null } })).toBe(before + 1)
})

test('no line holds a whole address or a password', async () => {
  const maria = await learner('Maria')
  const [email = ''] = maria.addresses
  await new Browser().post('/log-in', { email, password: 'a stranger tried this' })
  await logIn(maria)
  const lines = JSON.stringify(await db.securityEvent.findMany())
  for (const secret of [email, password, 'a stranger tried this']) {
    expect(lines).not.toContain(secret)
  }
})

test('a long history has pages, and a page that is none shows the nearest', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  await db.securityEvent.createMany({
    data: Array.from({ length: 120 }, (_, index) => ({
      ...{ id: `${maria.id}-${index}`, accountId: maria.id, kind: 'logged-out' },
      at: new Date(+clock.now() - index * 60_000),
    })),
  })
  const linesOn = async (page: string) =>
    (await browser.get(`/settings/activity?page=${page}`)).text.split('class="setting').length - 1
  expect(await linesOn('1')).toBeGreaterThan(100)
  expect((await browser.get('/settings/activity?page=3')).text).toContain('aria-current="page"')
  for (const odd of ['0', '-1', '99', 'x', '1e309', '%00']) {
    expect((await browser.get(`/settings/activity?page=${odd}`)).status).toBe(200)
  }
})

test('after a year a line is forgotten', async () => {
  const maria = await learner('Maria')
  await logIn(maria)
  const at = new Date(Date.now() - days(366))
  await db.securityEvent.updateMany({
    where: { accountId: maria.id, kind: 'logged-in' },
    data: { at },
  })
  await tidyUp(new Date())
  const left = await db.securityEvent.findMany({ where: { accountId: maria.id } })
  expect(left.map(({ kind }) => kind)).toEqual(['account-created'])
})
