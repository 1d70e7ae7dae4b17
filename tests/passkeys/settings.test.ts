import { expect, test } from 'vitest'
import { db } from '#db'
import { minutes } from '#durations'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailbox } from '../support/mailbox.ts'
import { Authenticator } from './authenticator.ts'
import { addTo, loggedIn, logInWith, passkeyOwner } from './owner.ts'

startApp()

/** With passkeys alone: no password to fall back on. */
async function passkeysOnly(count: 1 | 2) {
  const { person, browser, device } = await passkeyOwner()
  const devices = [device]
  if (count === 2) devices.push(new Authenticator())
  if (devices[1]) await addTo(browser, devices[1])
  await db.account.update({ where: { id: person.id }, data: { passwordHash: null } })
  return { person, browser, devices }
}

const pathOf = (device: Authenticator) => `/settings/passkeys/${device.id}`

test('it is renamed, and the list shows the new name', async () => {
  const { person, browser, device } = await passkeyOwner()
  const renamed = await browser.submit(`${pathOf(device)}/rename`, { name: 'Old laptop' })
  expect(wordsOf(renamed.text)).toContain('Passkey renamed')
  expect(wordsOf(renamed.text)).toContain('Old laptop')
  const event = { accountId: person.id, kind: 'passkey-renamed', about: 'Old laptop' }
  expect(await db.securityEvent.count({ where: event })).toBe(1)
})

test.each([
  ['no name', { name: ' ' }, 'Enter a name'],
  ['a long one', { name: 'x'.repeat(61) }, 'Use 60 characters or fewer'],
  ['a very long one', { name: 'x'.repeat(6_000) }, 'Use 60 characters or fewer'],
  ['two', { name: ['a', 'b'] }, 'This must be one piece of text'],
  ['NUL', { name: 'a\0b' }, 'This has characters that cannot be saved'],
  ['two lines', { name: 'a\nb' }, 'Write this on one line'],
])('with %s a passkey is neither added nor renamed', async (_what, fields, mistake) => {
  const { browser, device } = await passkeyOwner()
  expect((await browser.post('/settings/passkeys/options', fields)).status).toBe(422)
  for (const path of ['/settings/passkeys', `${pathOf(device)}/rename`]) {
    const page = await browser.post(path, { ...fields, response: '{}' })
    expect(page.status).toBe(422)
    expect(wordsOf(page.text)).toContain(mistake)
  }
  expect((await db.passkey.findUnique({ where: { id: device.id } }))?.name).toBe('My phone')
})

test('somebody else’s passkey answers exactly like one that is not there', async () => {
  const { device } = await passkeyOwner('Maria')
  const tom = await loggedIn('Tom')
  const missing = new Authenticator()
  const answers = async (one: Authenticator) => [
    await tom.browser.get(pathOf(one)),
    await tom.browser.post(`${pathOf(one)}/rename`, { name: 'Mine' }),
    await tom.browser.post(`${pathOf(one)}/remove`),
  ]
  const shown = async (one: Authenticator) =>
    (await answers(one)).map(({ status, text }) => ({ status, text }))
  expect(await shown(device)).toEqual(await shown(missing))
  expect((await answers(device)).map(({ status }) => status)).toEqual([404, 404, 404])
  expect((await db.passkey.findUnique({ where: { id: device.id } }))?.name).toBe('My phone')
})

test('after ten minutes everything here asks who it is first', async () => {
  const { browser, device } = await passkeyOwner()
  clock.ahead += minutes(11)
  const again = '/log-in/again?next=%2Fsettings%2Fpasskeys'
  expect((await browser.get('/settings/passkeys')).location).toBe(again)
  for (const path of ['', '/options', `/${device.id}/rename`, `/${device.id}/remove`]) {
    const page = await browser.post(`/settings/passkeys${path}`, { name: 'x' })
    expect(page.location).toBe(again)
  }
  expect(await db.passkey.count({ where: { id: device.id, name: 'My phone' } })).toBe(1)
})

test('a removed passkey logs nobody in, and every address hears of it', async () => {
  const { person, browser, device } = await passkeyOwner()
  const page = await browser.submit(`${pathOf(device)}/remove`)
  expect(wordsOf(page.text)).toContain('Passkey removed')
  expect((await logInWith(device, new Browser())).status).toBe(422)
  const mail = await mailbox.mailTo(person.addresses[0] ?? '', 2)
  expect(mail.text).toContain('A passkey was removed from your account')
  expect((await browser.post(`${pathOf(device)}/remove`)).status).toBe(404)
})

test('the last way in beside codes by email stays', async () => {
  const { person, browser, devices } = await passkeysOnly(1)
  const [device = new Authenticator()] = devices
  const shown = wordsOf((await browser.get(pathOf(device))).text)
  expect(shown).toContain('Add a password first')
  const page = await browser.post(`${pathOf(device)}/remove`)
  expect(page.status).toBe(422)
  expect(wordsOf(page.text)).toContain('There is a problem This passkey is your only way in.')
  expect((await logInWith(device, new Browser())).location).toBe('/home')

  const { id: accountId } = person
  await db.identity.create({ data: { provider: 'GOOGLE', subject: accountId, accountId } })
  expect((await browser.post(`${pathOf(device)}/remove`)).location).toBe('/settings/passkeys')
})

test('of two passkeys that are removed fifty times at once, one stays', async () => {
  const { person, browser, devices } = await passkeysOnly(2)
  const pages = await Promise.all(
    Array.from({ length: 25 }, () => devices)
      .flat()
      .map((device) => browser.post(`${pathOf(device)}/remove`)),
  )
  expect(pages.filter(({ status }) => status === 303)).toHaveLength(1)
  expect(pages.every(({ status }) => [303, 404, 422].includes(status))).toBe(true)
  expect(await db.passkey.count({ where: { accountId: person.id } })).toBe(1)
})

test('passkeys go with their account', async () => {
  const { person, device } = await passkeyOwner()
  await db.account.delete({ where: { id: person.id } })
  expect(await db.passkey.count({ where: { id: device.id } })).toBe(0)
  expect((await logInWith(device, new Browser())).status).toBe(422)
})

test('without JavaScript the page says what is missing, and no button does nothing', async () => {
  const { browser } = await loggedIn()
  const { text } = await browser.get('/settings/passkeys')
  expect(wordsOf(text)).toContain('Passkeys need a newer browser with scripts switched on.')
  expect(text).toMatch(/<form[^>]*data-passkey="[^"]*" hidden>/)
  expect((await new Browser().get('/log-in')).text).toMatch(
    /<form[^>]*action="\/log-in\/passkey"[^>]* hidden>/,
  )
})
