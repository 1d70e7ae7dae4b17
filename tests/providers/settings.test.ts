import { expect, test } from 'vitest'
import { minutes } from '#durations'
import { db } from '#db'
import { newId } from '#ids'
import type { Learner } from '#accounts/credentials'
import { clock, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { mailbox, soon } from '../support/mailbox.ts'
import { learner, logIn, password } from '../support/people.ts'
import { startProviders } from '../support/oauth-server.ts'
import { newAddress } from '../support/sign-up.ts'
import { accountWith, atFacebook, atGoogle, comeFrom } from '../support/visitors.ts'

startApp()
const { google, facebook } = startProviders()

const adding = (provider: string) => `/settings/providers/${provider}/add`

/** Adds a login at Google in the settings, as its owner does it. */
async function addGoogle(person: Learner, there: Record<string, unknown>) {
  const browser = await logIn(person)
  const { page } = await comeFrom(google, there, { browser, from: adding('google') })
  return { browser, page }
}

const mailAbout = (address: string, words: string) =>
  soon(() => mailbox.mailsTo(address).find(({ text }) => text?.includes(words)), 'mail about it')

test('a learner adds Google, sees it in the list, logs in with it and removes it', async () => {
  const maria = await learner('Maria')
  const [address = ''] = maria.addresses
  const there = atGoogle(newAddress())
  const { browser, page } = await addGoogle(maria, there)
  expect(page.location).toBe('/settings/providers/waiting')
  const consent = wordsOf((await browser.get('/settings/providers/waiting')).text)
  expect(consent).toContain(there.email)
  expect(consent).toContain(address)
  expect(await db.identity.count({ where: { accountId: maria.id } })).toBe(0)

  const list = await browser.submit('/settings/providers/waiting')
  expect(wordsOf(list.text)).toContain('Google is added')
  expect(wordsOf(list.text)).toContain(there.email)
  await mailAbout(address, 'A way to log in was added')

  const again = await comeFrom(google, there)
  expect(again.page.location).toBe('/home')
  const after = await browser.submit('/settings/providers/google/remove')
  expect(wordsOf(after.text)).toContain('Google is removed')
  await mailAbout(address, 'A way to log in was removed')
  expect(await db.identity.count({ where: { subject: there.sub } })).toBe(0)
})

test('a Google account that opens another account stays there', async () => {
  const there = atGoogle(newAddress())
  await comeFrom(google, there)
  const { page } = await addGoogle(await learner('Maria'), there)
  expect(page.status).toBe(409)
  expect(wordsOf(page.text)).toContain('already used in another Passport account')
  const owner = await accountWith(there.email)
  expect(owner?.identities).toMatchObject([{ subject: there.sub }])
})

test('two people who agree at once to add the same one do not both get it', async () => {
  const there = atGoogle(newAddress())
  const people = await Promise.all([learner('Maria'), learner('Tom')])
  const browsers = []
  for (const person of people) browsers.push((await addGoogle(person, there)).browser)
  const pages = await Promise.all(browsers.map((one) => one.post('/settings/providers/waiting')))
  expect(pages.map(({ status }) => status).sort()).toEqual([303, 409])
  expect(await db.identity.count({ where: { subject: there.sub } })).toBe(1)
})

test('an account has one Google account; adding the same again changes nothing', async () => {
  const maria = await learner('Maria')
  const there = atGoogle(newAddress())
  const { browser } = await addGoogle(maria, there)
  await browser.post('/settings/providers/waiting')
  const same = await addGoogle(maria, there)
  const words = wordsOf((await same.browser.follow(same.page)).text)
  expect(words).toContain('Google is in your account already')

  const other = await addGoogle(maria, atGoogle(newAddress()))
  const refused = await other.browser.post('/settings/providers/waiting')
  expect(wordsOf(refused.text)).toContain('Your account has another Google account already')
  expect(await db.identity.count({ where: { accountId: maria.id } })).toBe(1)
})

test('the last way in cannot be removed, until there is a password or a passkey', async () => {
  const there = atGoogle(newAddress())
  const { browser } = await comeFrom(google, there)
  const { id } = (await accountWith(there.email)) ?? { id: '' }
  await browser.get('/settings/providers')
  const refused = await browser.submit('/settings/providers/google/remove')
  expect(wordsOf(refused.text)).toContain('Add a password or a passkey first')
  expect(await db.identity.count({ where: { accountId: id } })).toBe(1)

  const publicKey = Buffer.from('key')
  await db.passkey.create({ data: { id: newId(), accountId: id, name: 'Phone', publicKey } })
  await browser.post('/settings/providers/google/remove')
  expect(await db.identity.count({ where: { accountId: id } })).toBe(0)
})

test('of two ways in that are removed at once, one stays', async () => {
  for (let round = 0; round < 5; round += 1) {
    const there = atGoogle(newAddress())
    const { browser } = await comeFrom(google, there)
    await comeFrom(facebook, atFacebook(), { browser, from: adding('facebook') })
    await browser.get('/settings/providers/waiting')
    await browser.post('/settings/providers/waiting')
    const { id, identities } = (await accountWith(there.email)) ?? { id: '', identities: [] }
    expect(identities).toHaveLength(2)
    await Promise.all([
      browser.post('/settings/providers/google/remove'),
      browser.post('/settings/providers/facebook/remove'),
    ])
    expect(await db.identity.count({ where: { accountId: id } })).toBe(1)
  }
})

test('it takes a login of the last ten minutes, and Google can be it', async () => {
  const maria = await learner('Maria')
  const there = atGoogle(newAddress())
  const { browser } = await addGoogle(maria, there)
  await browser.post('/settings/providers/waiting')
  clock.ahead += minutes(11)
  const back = encodeURIComponent('/settings/providers')
  for (const path of ['', '/waiting', '/google/add'])
    expect((await browser.get(`/settings/providers${path}`)).location).toContain('/log-in/again')
  expect((await browser.post('/settings/providers/google/remove')).location).toContain(back)
  expect(await db.identity.count({ where: { accountId: maria.id } })).toBe(1)

  const again = await comeFrom(google, there, { browser, from: `/log-in/google?next=${back}` })
  expect(again.page.location).toBe('/settings/providers')
  expect((await browser.get('/settings/providers')).status).toBe(200)
})

test('showing again who one is with another Google account changes neither account nor login', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const toms = atGoogle(newAddress())
  await comeFrom(google, toms)
  const accounts = await db.account.count()
  for (const there of [toms, atGoogle(newAddress()), atGoogle(maria.addresses[0] ?? '')]) {
    const { page } = await comeFrom(google, there, { browser })
    expect(page.status).toBe(409)
    expect(wordsOf(page.text)).toContain('does not belong here')
  }
  expect(await db.account.count()).toBe(accounts)
  expect(wordsOf((await browser.get('/home')).text)).toContain('Logged in as Maria')
})

test('whoever shows again who they are at Facebook types the password there', async () => {
  const browser = await logIn(await learner('Maria'))
  await comeFrom(facebook, atFacebook(), { browser })
  expect(facebook.asked.authorize[0]?.query.get('auth_type')).toBe('reauthenticate')
})

test('whoever came from Facebook and has an account logs in and adds it', async () => {
  const maria = await learner('Maria')
  const there = atFacebook()
  const { browser } = await comeFrom(facebook, there)
  expect((await browser.get('/sign-up/address')).text).toContain(
    '/log-in?next=%2Fsettings%2Fproviders%2Fwaiting',
  )
  const login = { email: maria.addresses[0] ?? '', password, next: '/settings/providers/waiting' }
  expect(wordsOf((await browser.submit('/log-in', login)).text)).toContain('Ana García')
  await browser.post('/settings/providers/waiting')
  expect((await comeFrom(facebook, there)).page.location).toBe('/home')
})

test.each(['twitter', '__proto__', 'constructor', 'Google'])('%s is no provider', async (name) => {
  const browser = await logIn(await learner('Maria'))
  expect((await browser.get(`/settings/providers/${name}/add`)).status).toBe(404)
  expect((await browser.post(`/settings/providers/${name}/remove`)).status).toBe(404)
})

test('what is not added cannot be removed', async () => {
  const browser = await logIn(await learner('Maria'))
  expect((await browser.post('/settings/providers/google/remove')).status).toBe(404)
})
