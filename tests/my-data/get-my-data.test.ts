import { afterEach, expect, test } from 'vitest'
import { days, hours, minutes } from '#durations'
import { db } from '#db'
import { tidyUp } from '#tidy-up'
import { clock, site, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { mailbox, soon } from '../support/mailbox.ts'
import { learner, logIn, password } from '../support/people.ts'
import { copyFor, fetched, linkIn, partsOf, unzip } from './unzip.ts'

startApp()
afterEach(() => {
  clock.ahead = 0
})

test('an email to the main address says when it is ready, with a link to the page and nothing else', async () => {
  const maria = await learner('Maria')
  const [address = ''] = maria.addresses
  await copyFor(await logIn(maria))
  const mail = await soon(
    () =>
      mailbox.mailsTo(address).find(({ subject }) => subject === 'Your data is ready to download'),
    'mail',
  )
  for (const form of [mail.text, mail.html]) {
    expect(form).toContain(`${site}/settings/data`)
    expect(form).not.toMatch(/settings\/data\/\w/)
    expect(form).not.toContain('Maria ')
  }
  expect(mail.attachments).toEqual([])
})

test('while one is being made another click changes nothing; of twenty at once one counts', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  await browser.get('/settings/data')
  const pages = await Promise.all(Array.from({ length: 20 }, () => browser.post('/settings/data')))
  for (const { status } of pages) expect([303, 429]).toContain(status)
  expect(await db.export.count({ where: { accountId: maria.id } })).toBe(1)
  const asked = { accountId: maria.id, kind: 'export-asked' }
  expect(await db.securityEvent.count({ where: asked })).toBe(1)
})

test('a new copy takes the place of the old one, three times a day', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const first = await copyFor(browser)
  const second = await copyFor(browser)
  expect(second).not.toBe(first)
  expect((await fetched(browser, first)).status).toBe(404)
  expect((await fetched(browser, second)).status).toBe(200)
  await copyFor(browser)
  expect((await browser.post('/settings/data')).status).toBe(429)
})

test('the download has its length and its name, is kept by no cache, and is written down', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const path = await copyFor(browser)
  const events = () =>
    db.securityEvent.count({ where: { accountId: maria.id, kind: 'export-downloaded' } })
  const head = await fetched(browser, path, { method: 'HEAD' })
  expect(head.body).toHaveLength(0)
  expect(await events()).toBe(0)
  for (const more of [{}, { headers: { range: 'bytes=0-9' } }]) {
    const answer = await fetched(browser, path, more)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-length')).toBe(String(answer.body.length))
    expect(answer.headers.get('content-length')).toBe(head.headers.get('content-length'))
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="passport-${clock.now().toISOString().slice(0, 10)}.zip"`,
    )
    expect(answer.headers.get('content-type')).toContain('application/zip')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect((await unzip(answer.body)).size).toBe(5)
  }
  expect(await events()).toBe(2)
})

test('somebody else’s copy is as if it were not there', async () => {
  const path = await copyFor(await logIn(await learner('Maria')))
  const tom = await logIn(await learner('Tom'))
  const [foreign, missing] = await Promise.all([tom.get(path), tom.get('/settings/data/nothing')])
  expect([foreign.status, missing.status]).toEqual([404, 404])
  expect(foreign.text).toBe(missing.text)
})

test('to ask for it and to fetch it needs a login of the last ten minutes; to look does not', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const path = await copyFor(browser)
  clock.ahead = minutes(11)
  expect((await browser.get('/settings/data')).status).toBe(200)
  expect((await browser.post('/settings/data')).location).toBe(
    `/log-in/again?next=${encodeURIComponent('/settings/data')}`,
  )
  expect((await browser.get(path)).location).toBe(`/log-in/again?next=${encodeURIComponent(path)}`)
  await browser.post('/log-in/again', { password, next: path })
  expect((await fetched(browser, path)).status).toBe(200)
})

test('after seven days it is gone, and the page says so', async () => {
  const maria = await learner('Maria')
  const path = await copyFor(await logIn(maria))
  const id = path.split('/').at(-1) ?? ''
  await tidyUp(new Date(+clock.now() + days(6.9)))
  expect(await partsOf(id)).not.toHaveLength(0)
  clock.ahead = days(7) + minutes(1)
  const later = await logIn(maria)
  expect((await fetched(later, path)).status).toBe(404)
  expect(wordsOf((await later.get('/settings/data')).text)).toContain('Your last copy is gone')
  await tidyUp(clock.now())
  expect(await partsOf(id)).toHaveLength(0)
  await copyFor(later)
})

test('one that was never finished does not stand in the way for more than an hour', async () => {
  const maria = await learner('Maria')
  const askedAt = clock.now()
  await db.export.create({
    data: { id: `stuck${maria.id}`.slice(0, 25), accountId: maria.id, askedAt },
  })
  const browser = await logIn(maria)
  expect(wordsOf((await browser.get('/settings/data')).text)).toContain('We are making your copy')
  clock.ahead = hours(1) + minutes(1)
  const later = await logIn(maria)
  const { text } = await later.get('/settings/data')
  expect(wordsOf(text)).toContain('This did not work')
  expect(linkIn(text)).toBeUndefined()
  await copyFor(later)
})
