import { describe, expect, test } from 'vitest'
import { db } from '#db'
import { startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { learner, logIn } from '../support/people.ts'
import { startProviders } from '../support/oauth-server.ts'
import { confirmationFor, newAddress } from '../support/sign-up.ts'
import { accountWith, atFacebook, atGoogle, comeFrom } from '../support/visitors.ts'

startApp()
const { google, facebook } = startProviders()

describe('a stranger who names somebody else’s address', () => {
  async function strangerAt(address: string) {
    const stranger = atFacebook(address)
    const { browser } = await comeFrom(facebook, stranger)
    await browser.post('/sign-up/address', { name: 'Stranger', email: address })
    return { stranger, browser, mail: await confirmationFor(address) }
  }

  test('does not get in when its owner confirms on their own device', async () => {
    const address = newAddress()
    const { stranger, browser, mail } = await strangerAt(address)
    const owner = new Browser()
    const page = await owner.get(mail.link)
    expect(wordsOf(page.text)).not.toContain('password')
    expect((await owner.post(mail.link)).status).toBe(422)
    for (const password of ['', 'null', 'undefined'])
      expect((await owner.post(mail.link, { code: '', password })).status).toBe(422)
    expect((await owner.post(mail.link, { code: mail.code })).location).toBe('/home')

    expect((await accountWith(address))?.identities).toEqual([])
    expect((await browser.get('/home')).location).toMatch(/^\/(log-in|check-your-email)/)
    expect((await comeFrom(facebook, stranger)).page.location).toBe('/sign-up/address')
  })

  test('does not get in when its owner comes by Google', async () => {
    const address = newAddress()
    const { stranger, browser, mail } = await strangerAt(address)
    const owner = await comeFrom(google, atGoogle(address))
    expect(owner.page.location).toBe('/home')

    expect((await browser.post('/confirm', { code: mail.code })).location).toBe('/log-in')
    expect((await browser.post(mail.link)).status).toBe(404)
    expect((await comeFrom(facebook, stranger)).page.location).toBe('/sign-up/address')
    expect((await accountWith(address))?.identities).toMatchObject([{ provider: 'GOOGLE' }])
  })

  test('does not get in by a Facebook account with the address of an account', async () => {
    const maria = await learner('Maria')
    const stranger = atFacebook(maria.addresses[0])
    expect((await comeFrom(facebook, stranger)).page.location).toBe('/sign-up/address')
    expect((await logIn(maria)).cookies.size).toBeGreaterThan(0)
    expect((await comeFrom(facebook, stranger)).page.location).toBe('/sign-up/address')
    expect(await db.identity.count({ where: { accountId: maria.id } })).toBe(0)
  })
})
