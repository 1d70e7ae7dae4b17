import { expect, test } from 'vitest'
import { db } from '#db'
import { ask, proofFor } from '../support/addresses.ts'
import { startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailbox } from '../support/mailbox.ts'
import { awarded, badgeOf, issuer, learner, logIn, password } from '../support/people.ts'
import { confirmationFor, newAddress, signUp } from '../support/sign-up.ts'

startApp()

/** For what happens fifty times at once, on a machine that may be busy. */
const patient = { timeout: 120_000 }

const ownerOf = (address: string) => db.emailAddress.findUnique({ where: { address } })

/** Bob, logged in, has asked for an address that is not his. */
async function bobAsksFor(address: string) {
  const person = await learner('Bob')
  const browser = await logIn(person)
  return { person, browser, page: await ask(browser, address) }
}

test('a scanner that opens the link and presses its button confirms nothing', async () => {
  const address = newAddress()
  await bobAsksFor(address)
  const { link } = await proofFor(address)
  const scanner = new Browser()
  const login = `/log-in?next=${encodeURIComponent(link)}`
  expect(await scanner.get(link)).toMatchObject({ status: 303, location: login })
  expect(await scanner.post(link)).toMatchObject({ status: 303, location: '/log-in' })
  expect(await ownerOf(address)).toBeNull()
})

test('looking at the link while logged in confirms nothing either', async () => {
  const address = newAddress()
  const { browser } = await bobAsksFor(address)
  const { link } = await proofFor(address)
  expect((await browser.get(link)).status).toBe(200)
  expect(await ownerOf(address)).toBeNull()
})

test('who is logged out comes back to the link by way of the login', async () => {
  const address = newAddress()
  const { person } = await bobAsksFor(address)
  const { link } = await proofFor(address)
  const phone = new Browser()
  await phone.get((await phone.get(link)).location ?? '')
  const email = person.addresses[0] ?? ''
  expect((await phone.post('/log-in', { email, password, next: link })).location).toBe(link)
  await phone.submit(link)
  expect(await ownerOf(address)).toMatchObject({ accountId: person.id })
})

test('in another account the link changes nothing, and does not say whose it is', async () => {
  const address = newAddress()
  const { person } = await bobAsksFor(address)
  const { link } = await proofFor(address)
  const alice = await logIn(await learner('Alice'))
  for (const page of [await alice.get(link), await alice.post(link)]) {
    expect(page.status).toBe(403)
    expect(wordsOf(page.text)).toContain('This link is for another account')
    for (const secret of [address, 'Bob', person.addresses[0] ?? '']) {
      expect(page.text).not.toContain(secret)
    }
  }
  expect(await ownerOf(address)).toBeNull()
})

test('another learner’s waiting address is as if it were not there', async () => {
  const address = newAddress()
  const { page, browser } = await bobAsksFor(address)
  const { code } = await proofFor(address)
  const eve = await logIn(await learner('Eve'))
  const missing = '/settings/addresses/waiting/nothing'
  for (const [foreign, none] of [
    [await eve.get(page), await eve.get(missing)],
    [await eve.post(page, { code }), await eve.post(missing, { code })],
    [await eve.post(`${page}/send-again`), await eve.post(`${missing}/send-again`)],
    [await eve.post(`${page}/remove`), await eve.post(`${missing}/remove`)],
  ] as const) {
    expect([foreign.status, none.status]).toEqual([404, 404])
    expect(foreign.text).toBe(none.text)
  }
  expect(await ownerOf(address)).toBeNull()
  expect((await browser.post(page, { code })).location).toBe('/settings/addresses')
})

test('a link that was cut, or is for something else, says so', async () => {
  const address = newAddress()
  const { browser } = await bobAsksFor(address)
  const { link } = await proofFor(address)
  const other = newAddress()
  await signUp(other)
  const token = (await confirmationFor(other)).link.replace('/confirm-email/', '')
  for (const path of [link.slice(0, -9), `/settings/addresses/confirm/${token}`]) {
    const page = await browser.get(path)
    expect(page.status).toBe(404)
    expect(wordsOf(page.text)).toContain('This link does not work')
  }
  expect(
    (await new Browser().get(link.replace('/settings/addresses/confirm', '/confirm-email'))).status,
  ).toBe(404)
})

test('what Bob began with Alice’s address is gone when she signs up with it', async () => {
  const alice = newAddress()
  const { browser, page } = await bobAsksFor(alice)
  const { link, code } = await proofFor(alice)
  const hers = await signUp(alice)
  const { link: confirm } = await confirmationFor(alice)
  expect((await hers.browser.post(confirm)).location).toBe('/home')

  expect(await db.newAddress.count({ where: { address: alice } })).toBe(0)
  expect((await browser.get(link)).status).toBe(404)
  expect((await browser.post(link)).status).toBe(404)
  expect((await browser.post(page, { code })).status).toBe(404)
  expect(wordsOf((await hers.browser.get('/settings/addresses')).text)).not.toContain('Bob')
})

test('what somebody had begun in an account ends with its new password', async () => {
  const person = await learner('Alice')
  const [own = ''] = person.addresses
  const address = newAddress()
  const page = await ask(await logIn(person), address)
  const { link, code } = await proofFor(address)
  await new Browser().post('/forgot-password', { email: own })
  const text = (await mailbox.mailTo(own)).text ?? ''
  const reset = /http:\/\/localhost:\d+(\/reset-password\/\S+)/.exec(text)?.[1] ?? ''
  const next = 'another long password'
  await new Browser().post(reset, { password: next })

  const browser = new Browser()
  await browser.post('/log-in', { email: own, password: next })
  expect((await browser.post(link)).status).toBe(404)
  expect((await browser.post(page, { code })).status).toBe(404)
  expect(await ownerOf(address)).toBeNull()
})

test(
  'of two accounts that confirm one address fifty times at once, one gets it',
  patient,
  async () => {
    for (let round = 0; round < 2; round += 1) {
      const address = newAddress()
      const ana = await bobAsksFor(address)
      const first = await proofFor(address, 1)
      const bob = await bobAsksFor(address)
      const second = await proofFor(address, 2)
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          index % 2 === 0 ? ana.browser.post(first.link) : bob.browser.post(second.link),
        ),
      )
      expect(answers.filter(({ status }) => status >= 500)).toEqual([])
      const owner = await ownerOf(address)
      expect([ana.person.id, bob.person.id]).toContain(owner?.accountId)
      expect(await db.newAddress.count({ where: { address } })).toBe(0)
      const accountId = { in: [ana.person.id, bob.person.id] }
      const where = { kind: 'address-added', accountId }
      expect(await db.securityEvent.count({ where })).toBe(1)
    }
  },
)

test('whoever is too late is told that the address belongs to another account', async () => {
  const address = newAddress()
  const bob = await bobAsksFor(address)
  const { link } = await proofFor(address)
  await bob.browser.get(link)
  const alice = await learner('Alice')
  // As when she confirms it between Bob's look and his press: his row is still there.
  const typed = { address, typed: address, accountId: alice.id, confirmedAt: new Date() }
  await db.emailAddress.create({ data: typed })
  expect(wordsOf((await bob.browser.submit(link)).text)).toContain(
    'The address was not added It belongs to another account now.',
  )
  expect(await ownerOf(address)).toMatchObject({ accountId: alice.id })
  expect(await db.newAddress.count({ where: { address } })).toBe(0)
})

test(
  'an address added to an account and signed up with at once has one owner',
  patient,
  async () => {
    for (let round = 0; round < 3; round += 1) {
      const address = newAddress()
      const bob = await bobAsksFor(address)
      const { link } = await proofFor(address)
      const hers = await signUp(address)
      const { link: confirm } = await confirmationFor(address)
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          index % 2 === 0 ? bob.browser.post(link) : hers.browser.post(confirm),
        ),
      )
      expect(answers.filter(({ status }) => status >= 500)).toEqual([])
      expect(await db.emailAddress.count({ where: { address } })).toBe(1)
    }
  },
)

test('before the address is confirmed its badges are nobody’s', async () => {
  const address = newAddress()
  const by = await issuer()
  const id = await awarded(by, await badgeOf(by, 'First Aid'), { email: address })
  const { browser } = await bobAsksFor(address)
  expect((await browser.get(`/home/${id}`)).status).toBe(404)
  expect((await browser.post(`/home/${id}/accept`)).status).toBe(404)
  expect(wordsOf((await browser.get('/home')).text)).not.toContain('First Aid')
})
