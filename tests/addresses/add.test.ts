import { expect, test } from 'vitest'
import { minutes } from '#durations'
import { db } from '#db'
import { ask, proofFor } from '../support/addresses.ts'
import { clock, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { mailAbout, mailbox } from '../support/mailbox.ts'
import { awarded, badgeOf, issuer, learner, logIn } from '../support/people.ts'
import { newAddress } from '../support/sign-up.ts'
import { likeliness } from '../support/timing.ts'

startApp()

const add = '/settings/addresses/add'
const ownerOf = (address: string) => db.emailAddress.findUnique({ where: { address } })

test('a learner adds an address by the code, and its badges are on Home at once', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const second = newAddress()
  const by = await issuer()
  const first = await awarded(by, await badgeOf(by, 'First Aid'), { email: second })
  await awarded(by, await badgeOf(by, 'Chess Basics'), { email: second })
  await mailbox.mailTo(second, 2)
  expect(wordsOf((await browser.get('/home')).text)).not.toContain('First Aid')

  const page = await ask(browser, second)
  expect(wordsOf((await browser.get(page)).text)).toContain(second)
  expect(await ownerOf(second)).toBeNull()
  const { code } = await proofFor(second)
  const typed = ` ${code.slice(0, 3).toLowerCase()} ${code.slice(3)}`
  const home = await browser.submit(page, { code: typed })
  expect(wordsOf(home.text)).toContain('Email confirmed')
  expect(wordsOf(home.text)).toContain('2 badges are waiting for you.')
  expect(wordsOf(home.text)).toContain('First Aid')
  expect((await browser.post(`/home/${first}/accept`)).location).toBe(`/badges/${first}/accepted`)
  expect(await ownerOf(second)).toMatchObject({ accountId: maria.id, isMain: false })
})

test('or by the button in the mail, while logged in; old and new address hear of it', async () => {
  const maria = await learner('Maria')
  const [main = ''] = maria.addresses
  const browser = await logIn(maria)
  const second = newAddress()
  await ask(browser, second)
  const mail = await mailbox.mailTo(second)
  expect(mail.subject).toBe('Add this address to a Passport account?')
  expect(mail.text).toContain('The account of “Maria” wants to add this address.')

  const { link } = await proofFor(second)
  expect(wordsOf((await browser.get(link)).text)).toContain('Yes, confirm')
  const page = await browser.submit(link)
  expect(wordsOf(page.text)).toContain('Email confirmed')
  expect(wordsOf(page.text)).toMatch(new RegExp(`${second} Confirmed`))
  const told = 'A new address was added to your account'
  expect((await mailbox.mailTo(main)).subject).toBe(told)
  await mailAbout(second, told)
  expect((await mailbox.mailTo(main)).text).toContain('What: a***@')

  const again = await browser.post(link)
  expect(again.status).toBe(404)
  expect(wordsOf(again.text)).toContain('If you confirmed it, it is in your list now.')
})

test('an address of nobody, of somebody else and one that waits get the same answer', async () => {
  const tom = await learner('Tom')
  const browser = await logIn(await learner('Maria'))
  const waiting = newAddress()
  await ask(await logIn(await learner('Bob')), waiting)
  const answers = []
  for (const address of [newAddress(), tom.addresses[0] ?? '', waiting]) {
    const answer = await browser.post(add, { email: address })
    const page = await browser.get(answer.location ?? '')
    const id = /waiting\/(\w+)$/.exec(answer.location ?? '')?.[1] ?? ''
    const masked = (text: string) => text.replaceAll(address, 'ADDRESS').replaceAll(id, 'ID')
    answers.push({
      status: answer.status,
      location: masked(answer.location ?? ''),
      headers: [...answer.headers.keys()],
      text: masked(page.text).replace(/again in \d+ seconds/, 'again in N seconds'),
    })
  }
  const [free, taken, waits] = answers
  expect(free).toMatchObject({ status: 303, location: '/settings/addresses/waiting/ID' })
  expect(taken).toEqual(free)
  expect(waits).toEqual(free)
})

test('nor does the time of the answer tell one from the other', { timeout: 120_000 }, async () => {
  const known = await learner('Tom')
  const free = Array.from({ length: 50 }, newAddress)
  const taken = Array.from({ length: 50 }, newAddress)
  await db.emailAddress.createMany({
    data: taken.map((address) => {
      return { address, typed: address, accountId: known.id, confirmedAt: clock.now() }
    }),
  })
  const askers = await Promise.all(
    Array.from({ length: 10 }, async () => logIn(await learner('Maria'))),
  )
  // Each may ask for ten addresses a day.
  let asked = 0
  const likely = await likeliness(free, taken, async (email) => {
    await askers[asked++ % askers.length]?.post(add, { email })
  })
  expect(likely).toBeGreaterThan(0.3)
  expect(likely).toBeLessThan(0.7)
  expect(await db.newAddress.count({ where: { address: { in: [...free, ...taken] } } })).toBe(100)
})

test('the owner of an address is told by mail that somebody wanted to add it, and no more', async () => {
  const tom = await learner('Tom')
  const [taken = ''] = tom.addresses
  const bob = await logIn(await learner('Bob'))
  const page = await ask(bob, taken)
  const mail = await mailbox.mailTo(taken)
  expect(mail.subject).toBe('Somebody wanted to add your email address')
  expect(mail.text).toContain('Nothing was changed.')
  expect(mail.text).not.toMatch(/Bob|Your code|\/confirm\//)
  expect((await bob.post(page, { code: 'AAAAAA' })).status).toBe(422)
  expect(await ownerOf(taken)).toMatchObject({ accountId: tom.id })
})

test('an own address is refused at the field', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const own = maria.addresses[0] ?? ''
  const page = await browser.post(add, { email: ` ${own.toUpperCase()} ` })
  expect(page.status).toBe(422)
  expect(wordsOf(page.text)).toContain('This address is in your account already')
})

test.each([
  ['nothing', ''],
  ['two addresses', 'a@x.test, b@x.test'],
  ['two addresses in quotes', '"a,b@y"@x.test'],
  ['a header', 'a@x.test\r\nBcc: b@x.test'],
  ['a name before it', 'Ana <a@x.test>'],
  ['half a bracket', 'a@x.test>'],
  ['a group', 'friends: a@x.test;'],
  ['NUL', 'a\0@x.test'],
  ['half a character', 'a\ud800@x.test'],
  ['a long name', `${'a'.repeat(400)}@x.test`],
  ['ten thousand characters', `${'a'.repeat(10_000)}@x.test`],
  ['the field twice', ['a@x.test', 'b@x.test']],
])('%s is no address: nothing is written and nobody is mailed', async (_what, email) => {
  const maria = await learner('Maria')
  const page = await (await logIn(maria)).post(add, { email })
  expect(page.status).toBe(422)
  expect(wordsOf(page.text)).toContain('Enter an email address, like name@example.com')
  expect(await db.newAddress.count({ where: { accountId: maria.id } })).toBe(0)
  expect(mailbox.mails.filter(({ source }) => source.includes('x.test'))).toEqual([])
})

test('an address with letters of any script is mailed and owned in its one canonical form', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const page = await ask(browser, 'Ana@BÜCHER.test')
  const canonical = 'ana@xn--bcher-kva.test'
  const mail = await mailbox.mailTo(canonical)
  expect(mail.recipients).toEqual([canonical])
  await browser.post(page, { code: (await proofFor(canonical)).code })
  expect(await ownerOf(canonical)).toMatchObject({ accountId: maria.id, typed: 'Ana@BÜCHER.test' })
})

test('a stranger’s words stay words in the mail', async () => {
  const bob = await learner('Bob http://evil.test/a')
  const address = newAddress()
  await ask(await logIn(bob), address)
  const mail = await mailbox.mailTo(address)
  for (const form of [mail.html ?? '', mail.text ?? '']) expect(form).not.toContain('evil.test/a')
  expect(mail.subject).not.toContain('Bob')
})

test('whoever logged in long ago is led to log in again first, and nothing is written', async () => {
  const browser = await logIn(await learner('Maria'))
  const address = newAddress()
  clock.ahead += minutes(11)
  expect((await browser.get(add)).location).toBe(
    `/log-in/again?next=${encodeURIComponent('/settings/addresses/add')}`,
  )
  expect((await browser.post(add, { email: address })).location).toContain('/log-in/again')
  expect(await db.newAddress.count({ where: { address } })).toBe(0)
})
