import { describe, expect, test } from 'vitest'
import { db } from '#db'
import { startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailbox } from '../support/mailbox.ts'
import { startProviders } from '../support/oauth-server.ts'
import { newAddress } from '../support/sign-up.ts'
import { accountWith, atGoogle, claimFor, comeFrom, wayBack } from '../support/visitors.ts'

startApp()
const { google } = startProviders()

describe('somebody whom Google vouches for', () => {
  test('has an account at once, and comes into the same one the next time', async () => {
    const ana = atGoogle(newAddress())
    const { browser, page } = await comeFrom(google, ana)
    expect(page.location).toBe('/home')
    expect(wordsOf((await browser.get('/home')).text)).toContain('Your account is ready')

    const again = await comeFrom(google, ana)
    expect(again.page.location).toBe('/home')
    expect((await again.browser.get('/badges')).status).toBe(200)
    const account = await accountWith(ana.email)
    expect(account?.name).toBe('Ana García')
    expect(account?.passwordHash).toBeNull()
    expect(account?.identities).toMatchObject([{ provider: 'GOOGLE', subject: ana.sub }])
    expect(await db.identity.count({ where: { subject: ana.sub } })).toBe(1)
  })

  test('is known by Google’s own id, also with another address there', async () => {
    const ana = atGoogle(newAddress())
    await comeFrom(google, ana)
    const moved = await comeFrom(google, { ...ana, email: newAddress(), email_verified: false })
    expect(moved.page.location).toBe('/home')
    expect((await accountWith(ana.email))?.addresses).toHaveLength(1)
  })

  test('gets the badge that was sent to the same address without a second mail', async () => {
    const address = newAddress()
    const claim = await claimFor(address)
    const mails = mailbox.mailsTo(address).length
    const { browser, page } = await comeFrom(google, atGoogle(address), {
      from: `/log-in/google?claim=${claim}`,
    })
    expect(page.location).toBe(`/claim/${claim}`)
    const home = wordsOf((await browser.follow(page)).text)
    expect(home).toContain('Your account is ready')
    expect(home).toContain('First Aid')
    expect(mailbox.mailsTo(address)).toHaveLength(mails)
  })

  test('is told when the badge was sent to another address, and does not get it', async () => {
    const claim = await claimFor(newAddress())
    const { browser, page } = await comeFrom(google, atGoogle(newAddress()), {
      from: `/log-in/google?claim=${claim}`,
    })
    expect(wordsOf((await browser.follow(page)).text)).toContain(
      'This badge is for another email address',
    )
    expect(wordsOf((await browser.get('/home')).text)).not.toContain('Accept badge')
  })

  test('without a name there is called by the first half of the address', async () => {
    const address = newAddress()
    await comeFrom(google, atGoogle(address, { name: undefined }))
    expect((await accountWith(address))?.name).toBe(address.split('@')[0])
  })

  test.each([['<script>alert(1)</script>'], ['a'.repeat(5_000)], ['Ana\0'], [{ toString: 1 }]])(
    'may be called %j there, and no page breaks',
    async (name) => {
      const { browser, page } = await comeFrom(google, atGoogle(newAddress(), { name }))
      expect(page.location).toBe('/home')
      const home = await browser.get('/home')
      expect(home.status).toBe(200)
      expect(home.text).not.toContain('<script>alert')
    },
  )

  test('comes eight times at once and has one account', async () => {
    const ana = atGoogle(newAddress())
    google.person = ana
    const ways = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const browser = new Browser()
        const away = await browser.get('/log-in/google')
        return { browser, back: (await browser.get(away.location ?? '')).location ?? '' }
      }),
    )
    const pages = await Promise.all(ways.map(({ browser, back }) => browser.get(back)))
    expect(pages.map(({ location }) => location)).toEqual(Array(8).fill('/home'))
    expect(await db.account.count({ where: { identities: { some: { subject: ana.sub } } } })).toBe(
      1,
    )
    expect(await db.emailAddress.count({ where: { address: ana.email } })).toBe(1)
  })

  test('comes twice at once with two addresses and has one account, with one of them', async () => {
    const ana = atGoogle(newAddress())
    const other = { ...ana, email: newAddress() }
    const ways = [await wayBack(google, ana), await wayBack(google, other)]
    const pages = await Promise.all(ways.map(({ browser, back }) => browser.get(back)))
    expect(pages.map(({ location }) => location)).toEqual(['/home', '/home'])
    const owned = { address: { in: [ana.email, other.email] } }
    expect(await db.emailAddress.count({ where: owned })).toBe(1)
  })

  test('and a second one with the same address are not made one account', async () => {
    const address = newAddress()
    const first = atGoogle(address)
    await comeFrom(google, first)
    const second = await comeFrom(google, atGoogle(address))
    expect(second.page.location).toContain('/log-in?next=')
    expect((await accountWith(address))?.identities).toMatchObject([{ subject: first.sub }])
  })
})

test('a login is written down with the provider', async () => {
  const ana = atGoogle(newAddress())
  await comeFrom(google, ana)
  const account = await accountWith(ana.email)
  const events = await db.securityEvent.findMany({ where: { accountId: account?.id ?? '' } })
  expect(events.map(({ kind, about }) => `${kind}: ${about}`)).toEqual(
    expect.arrayContaining(['account-created: null', 'logged-in: with Google']),
  )
})
