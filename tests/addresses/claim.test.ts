import { expect, test } from 'vitest'
import { minutes } from '#durations'
import { db } from '#db'
import { ask, proofFor } from '../support/addresses.ts'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailAbout, mailbox } from '../support/mailbox.ts'
import { awarded, badgeOf, issuer, learner, logIn, password } from '../support/people.ts'
import { confirmationFor, newAddress, signUp } from '../support/sign-up.ts'

startApp()

/** A badge for an address, and the *Get my badge* link in its mail. */
async function mailedBadge(address: string) {
  const by = await issuer()
  const earlier = mailbox.mailsTo(address).length
  const id = await awarded(by, await badgeOf(by, 'First Aid'), { email: address })
  const text = (await mailbox.mailTo(address, earlier + 1)).text ?? ''
  const claim = /http:\/\/localhost:\d+(\/claim\/\S+)/.exec(text)?.[1] ?? ''
  return { id, claim, token: claim.slice('/claim/'.length) }
}

test('logged in with another address, a learner adds the badge’s address and finds the badge on Home', async () => {
  const ana = await learner('Ana')
  const browser = await logIn(ana)
  const school = newAddress()
  const { id, claim } = await mailedBadge(school)
  const wrong = wordsOf((await browser.get(claim)).text)
  expect(wrong).toContain('It was sent to a***@example.org.')
  expect(wrong).toContain(`You are logged in as ${ana.addresses[0] ?? ''}.`)

  const asked = await browser.post(`${claim}/add-address`)
  const page = await browser.get(asked.location ?? '')
  expect(wordsOf(page.text)).toContain('We sent an email to a***@example.org')
  for (const path of [asked.location ?? '', '/settings/addresses', '/home', '/settings/activity']) {
    expect((await browser.get(path)).text).not.toContain(school)
  }
  const home = await browser.submit(asked.location ?? '', {
    code: (await proofFor(school)).code,
  })
  expect(wordsOf(home.text)).toContain('1 badge is waiting for you.')
  expect((await browser.post(`/home/${id}/accept`)).location).toBe(`/badges/${id}/accepted`)
  expect((await browser.get('/settings/addresses')).text).toContain(school)
})

test('a forwarded link brings nothing to whoever does not read the mailbox', async () => {
  const alice = newAddress()
  const { id, claim } = await mailedBadge(alice)
  const other = await mailedBadge(alice)
  const bob = await logIn(await learner('Bob'))
  const page = (await bob.post(`${claim}/add-address`)).location ?? ''
  const asking = await mailAbout(alice, 'Add this address')
  expect(asking.text).toContain('The account of “Bob” wants to add')
  for (const code of ['', 'AAAAAA', claim])
    expect((await bob.post(page, { code })).status).toBe(422)
  expect(
    (await bob.post(`/settings/addresses/confirm/${claim.slice('/claim/'.length)}`)).status,
  ).toBe(404)
  for (const badge of [id, other.id]) {
    expect((await bob.post(`/home/${badge}/accept`)).status).toBe(404)
    expect((await bob.get(`/home/${badge}`)).status).toBe(404)
  }
  expect((await bob.get(page)).text).not.toContain(alice)

  const hers = await signUp(alice)
  const { link: confirm } = await confirmationFor(alice)
  expect(wordsOf((await hers.browser.submit(confirm)).text)).toContain(
    '2 badges are waiting for you.',
  )
  expect((await hers.browser.post(`/home/${id}/accept`)).location).toContain('/accepted')
  expect((await bob.post(page, { code: (await proofFor(alice)).code })).status).toBe(404)
})

test('when the address has an account, its owner is told and the answer is the same', async () => {
  const alice = await learner('Alice')
  const [address = ''] = alice.addresses
  const { claim } = await mailedBadge(address)
  const bob = await logIn(await learner('Bob'))
  const answer = await bob.post(`${claim}/add-address`)
  expect(answer.location).toMatch(/^\/settings\/addresses\/waiting\/\w+$/)
  await mailAbout(address, 'Somebody wanted to add your email address')
  const hers = await logIn(alice)
  expect((await hers.post(`${claim}/add-address`)).location).toBe('/settings/addresses')
})

test('whoever is not logged in, or logged in long ago, is led to the login and back to the badge', async () => {
  const ana = await learner('Ana')
  const school = newAddress()
  const { claim, token } = await mailedBadge(school)
  expect((await new Browser().post(`${claim}/add-address`)).location).toBe(`/log-in?claim=${token}`)
  const browser = await logIn(ana)
  clock.ahead += minutes(11)
  const again = await browser.post(`${claim}/add-address`)
  expect(again.location).toBe(`/log-in/again?next=${encodeURIComponent(claim)}`)
  expect(await db.newAddress.count({ where: { address: school } })).toBe(0)
  await browser.get(again.location ?? '')
  expect((await browser.post('/log-in/again', { password, next: claim })).location).toBe(claim)
  expect((await browser.post(`${claim}/add-address`)).location).toContain('/waiting/')
})

test('an account that is being closed adds nothing', async () => {
  const ana = await learner('Ana')
  const browser = await logIn(ana)
  await db.account.update({ where: { id: ana.id }, data: { closesAt: clock.now() } })
  const { claim } = await mailedBadge(newAddress())
  expect((await browser.post(`${claim}/add-address`)).location).toBe('/settings/close')
  expect(await db.newAddress.count({ where: { accountId: ana.id } })).toBe(0)
})

test('"log in with another account" leaves this one and comes back to the badge', async () => {
  const alice = await learner('Alice')
  const { claim, token } = await mailedBadge(alice.addresses[0] ?? '')
  const browser = await logIn(await learner('Bob'))
  const login = await browser.post(`${claim}/other-account`)
  expect(login.location).toBe(`/log-in?claim=${token}`)
  await browser.get(login.location ?? '')
  const email = alice.addresses[0] ?? ''
  const page = await browser.submit('/log-in', { email, password, claim: token })
  expect(wordsOf(page.text)).toContain('First Aid')
  expect(wordsOf(page.text)).toContain('Logged in as Alice')
})

test('Home leads back to the badge that went to another address, until that address waits', async () => {
  const school = newAddress()
  const { claim, token } = await mailedBadge(school)
  const own = newAddress()
  const { browser } = await signUp(own, { claim: token })
  const text = (await mailbox.mailTo(own)).text ?? ''
  const home = await browser.submit(
    /http:\/\/localhost:\d+(\/confirm-email\/\S+)/.exec(text)?.[1] ?? '',
  )
  expect(wordsOf(home.text)).toContain('This badge is for another email address')
  expect(home.text).toContain(`href="${claim}"`)
  expect(home.text).not.toContain(school)
  await browser.post(`${claim}/add-address`)
  const reminded = wordsOf((await browser.get('/home')).text)
  expect(reminded).not.toContain('This badge is for another email address')
  expect(reminded).toContain('Confirm your email We sent an email to a***@example.org')
})

test('who types an address that came from a claim page is shown it from then on', async () => {
  const browser = await logIn(await learner('Ana'))
  const school = newAddress()
  const { claim } = await mailedBadge(school)
  const page = (await browser.post(`${claim}/add-address`)).location
  expect(await ask(browser, school)).toBe(page)
  expect((await browser.get('/settings/addresses')).text).toContain(school)
})
