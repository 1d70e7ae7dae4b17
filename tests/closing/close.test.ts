import { afterEach, expect, test } from 'vitest'
import { days, minutes } from '#durations'
import { db } from '#db'
import { tidyUp } from '#tidy-up'
import { clock, site, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailbox, soon } from '../support/mailbox.ts'
import { learner, logIn, password, pendingBadge } from '../support/people.ts'
import { employer, published } from '../support/published.ts'

startApp()
afterEach(() => {
  clock.ahead = 0
})

/** Closes the account through the form. */
async function close(browser: Browser) {
  await browser.get('/settings/close')
  const page = await browser.post('/settings/close', { understood: 'on' })
  expect(page.location).toBe('/settings/close')
  return browser.follow(page)
}

const dayAfter = (time: number) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
    +clock.now() + time,
  )

test('the page says what stops working, and wants a tick before it does anything', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const { text } = await browser.get('/settings/close')
  const words = wordsOf(text)
  for (const said of [
    'LinkedIn',
    'Issuers would have to send them again',
    'log in',
    'addresses are free',
  ])
    expect(words).toContain(said)
  expect(words).toContain(`until ${dayAfter(days(14))}`)
  expect(text).toContain('href="/settings/data"')

  for (const understood of [[], '', 'yes', ['on', 'on']]) {
    const page = await browser.post('/settings/close', { understood })
    expect(page.status).toBe(422)
    expect(wordsOf(page.text)).toContain('Tick the box to show that you understand')
    expect(page.text).toContain('<title>Error: ')
  }
  const { closesAt } = await db.account.findUniqueOrThrow({ where: { id: maria.id } })
  expect(closesAt).toBeNull()
})

test('whoever closes sees only that page and their data; every other login ends at once', async () => {
  const maria = await learner('Maria')
  const elsewhere = await logIn(maria)
  const browser = await logIn(maria)
  const page = await close(browser)
  expect(wordsOf(page.text)).toContain(`Your account closes on ${dayAfter(days(14))}`)
  expect((await elsewhere.get('/home')).location).toContain('/log-in')
  for (const path of ['/home', '/badges', '/settings', '/settings/addresses', '/settings/password'])
    expect([path, (await browser.get(path)).location]).toEqual([path, '/settings/close'])
  expect((await browser.get('/settings/data')).status).toBe(200)
  expect((await browser.submit('/settings/data')).status).toBe(200)
  expect((await browser.get('/log-in/again')).status).toBe(200)
  const later = await logIn(maria)
  expect((await later.get('/home')).location).toBe('/settings/close')
})

test('all addresses hear of it, with the day', async () => {
  const maria = await learner('Maria')
  const second = `second.${maria.addresses[0]}`
  const addressRow = {
    address: second,
    typed: second,
    accountId: maria.id,
    confirmedAt: clock.now(),
  }
  await db.emailAddress.create({ data: addressRow })
  await close(await logIn(maria))
  for (const address of [maria.addresses[0] ?? '', second]) {
    const mail = await soon(
      () =>
        mailbox
          .mailsTo(address)
          .find(({ subject }) => subject === 'You asked to close your account'),
      'mail',
    )
    expect(mail.text).toContain(`It closes on ${dayAfter(days(14))}`)
    expect(mail.text).toContain('Keep my account')
  }
})

const doors = ['', '.json', '.jwt', '/assertion.json', '/embed', '/badge-320.png', '/badge-640.png']

test('from the next request on no public door opens, for an old ETag neither, until the owner stays', async () => {
  const { browser, url } = await published()
  const all = doors.map((door) => url + door)
  const open = await Promise.all(all.map((path) => employer.get(path)))
  expect(open.map(({ status }) => status)).toEqual(all.map(() => 200))
  await close(browser)
  for (const [index, path] of all.entries()) {
    const etag = open[index]?.headers.get('etag') ?? ''
    const closed = await employer.get(path, { 'if-none-match': etag })
    const unknown = await employer.get(path.replace(/[a-z0-9]{25}/, '0'.repeat(25)))
    expect([path, closed.status]).toEqual([path, 404])
    expect(closed.text).toBe(unknown.text)
    expect((await fetch(site + path, { method: 'HEAD' })).status).toBe(404)
    expect((await fetch(site + path, { headers: { range: 'bytes=0-9' } })).status).toBe(404)
  }

  const page = await browser.submit('/settings/close/keep')
  expect(wordsOf(page.text)).toContain('Your account stays open')
  for (const [index, path] of all.entries()) {
    const again = await employer.get(path)
    expect([path, again.status]).toEqual([path, 200])
    expect(again.text).toBe(open[index]?.text)
  }
})

test('what somebody else shows of the same badge stays public', async () => {
  const { browser, id } = await published()
  const { achievementId } = await db.assertion.findUniqueOrThrow({ where: { id } })
  const other = await published()
  await db.assertion.update({ where: { id: other.id }, data: { achievementId } })
  await close(browser)
  expect((await employer.get(`/achievements/${achievementId}.json`)).status).toBe(200)
  expect((await employer.get(other.url)).status).toBe(200)
})

test('it is written down once, however often it is pressed, and so is staying', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  await browser.get('/settings/close')
  const understood = { understood: 'on' }
  await Promise.all(Array.from({ length: 10 }, () => browser.post('/settings/close', understood)))
  const { closesAt } = await db.account.findUniqueOrThrow({ where: { id: maria.id } })
  clock.ahead = minutes(5)
  await browser.post('/settings/close', understood)
  expect((await db.account.findUniqueOrThrow({ where: { id: maria.id } })).closesAt).toEqual(
    closesAt,
  )
  await Promise.all(Array.from({ length: 10 }, () => browser.post('/settings/close/keep')))
  const kinds = async (kind: string) =>
    db.securityEvent.count({ where: { accountId: maria.id, kind } })
  expect([await kinds('closing-asked'), await kinds('closing-stopped')]).toEqual([1, 1])
  expect((await browser.get('/home')).status).toBe(200)
})

test('to close needs a login of the last ten minutes; to stay does not', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  clock.ahead = minutes(11)
  const again = `/log-in/again?next=${encodeURIComponent('/settings/close')}`
  expect((await browser.get('/settings/close')).location).toBe(again)
  expect((await browser.post('/settings/close', { understood: 'on' })).location).toBe(again)
  expect(
    (await browser.post('/log-in/again', { password, next: '/settings/close' })).location,
  ).toBe('/settings/close')
  await close(browser)
  clock.ahead = days(1)
  expect((await browser.get('/settings/close')).status).toBe(200)
  expect((await browser.submit('/settings/close/keep')).status).toBe(200)
})

test('a badge that is awarded meanwhile brings no email, and waits on Home for whoever stays', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  await close(browser)
  const id = await pendingBadge(maria, 'Late Badge')
  const tom = await learner('Tom')
  await pendingBadge(tom, 'For Tom')
  await mailbox.mailTo(tom.addresses[0] ?? '')
  const told = mailbox.mailsTo(maria.addresses[0] ?? '').map(({ subject }) => subject)
  expect(told.join()).not.toContain('Late Badge')
  await browser.post('/settings/close/keep')
  expect((await browser.get(`/home/${id}`)).status).toBe(200)
})

test('the day before it is all still there, and until it is really gone its owner can stay', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  await close(browser)
  await tidyUp(new Date(+clock.now() + days(14) - minutes(1)))
  expect(await db.account.count({ where: { id: maria.id } })).toBe(1)
  clock.ahead = days(14) + minutes(1)
  const late = await logIn(maria)
  await late.get('/settings/close')
  expect((await late.post('/settings/close/keep')).location).toBe('/settings')
  await tidyUp(clock.now())
  expect(await db.account.count({ where: { id: maria.id } })).toBe(1)
})
