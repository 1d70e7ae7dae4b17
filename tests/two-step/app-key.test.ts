import { encode } from 'uqr'
import { describe, expect, test } from 'vitest'
import { db } from '#db'
import { open } from '#two-step/sealed-secret'
import { typedKey } from '#two-step/totp'
import { startApp } from '../support/app.ts'
import { learner, logIn } from '../support/people.ts'
import { halfway, keyOn, nextCode, protectedLearner, type } from './authenticator.ts'

startApp()

const rowOf = (accountId: string) => db.twoStep.findUnique({ where: { accountId } })

describe('what the app is told', () => {
  async function settingUpAs(shownName: string) {
    const maria = await learner('Maria')
    await db.account.update({ where: { id: maria.id }, data: { shownName } })
    const page = await (await logIn(maria)).submit('/settings/two-step/set-up')
    return { maria, page }
  }

  const names = [
    'R&D – "Ünï\'cødé"',
    'María: José/Nuñez?secret=AAAA#x',
    '%2F%00&issuer=Evil',
    '名前',
    '👩‍👩‍👧‍👦',
  ]

  test.each(names)(
    'names the site and the learner %j, and nothing else of theirs',
    async (name) => {
      const { maria, page } = await settingUpAs(name)
      const link = /href="(otpauth:[^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
      const uri = new URL(link.replaceAll('&#39;', "'"))
      expect(uri.host).toBe('totp')
      expect(decodeURIComponent(uri.pathname)).toBe(`/Passport:${name}`)
      expect(Object.fromEntries(uri.searchParams)).toEqual({
        issuer: 'Passport',
        secret: keyOn(page.text).replaceAll(' ', ''),
        algorithm: 'SHA1',
        digits: '6',
        period: '30',
      })
      expect(link).not.toContain(encodeURIComponent(maria.addresses[0] ?? ''))
    },
  )

  test('is what the QR code shows, square by square', async () => {
    const { page } = await settingUpAs('Maria')
    const uri = /href="(otpauth:[^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const path = /class="app-key__qr"[\s\S]*?<path d="([^"]+)"/.exec(page.text)?.[1] ?? ''
    const drawn = new Set<string>()
    for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
      for (let n = 0; n < Number(length); n += 1) drawn.add(`${Number(x) + n} ${y}`)
    }
    const { data } = encode(uri, { ecc: 'M', border: 4 })
    const dark = data.flatMap((row, y) => row.flatMap((is, x) => (is ? [`${x} ${y}`] : [])))
    expect([...drawn].sort()).toEqual(dark.sort())
  })

  test('fits a QR code however long the name is', async () => {
    const { page } = await settingUpAs('名'.repeat(100))
    const size = Number(/class="app-key__qr" viewBox="0 -0.5 (\d+)/.exec(page.text)?.[1])
    expect(size).toBeGreaterThan(40)
    expect(size).toBeLessThan(100)
    expect(page.text).not.toMatch(/style=|data:/)
  })
})

describe('a secret in the table', () => {
  test('opens for its own account only, and not when one bit was changed', async () => {
    const { person, key } = await protectedLearner()
    const { secret = new Uint8Array() } = (await rowOf(person.id)) ?? {}
    const kept = open(secret, person.id)
    expect(kept).toHaveLength(20)
    expect(() => open(secret, `${person.id}x`)).toThrow()
    for (let at = 0; at < secret.length; at += 1) {
      const changed = Uint8Array.from(secret, (byte, index) => (index === at ? byte ^ 1 : byte))
      expect(() => open(changed, person.id)).toThrow()
    }
    expect(typedKey(kept)).toBe(key)
  })

  test('copied into another account it lets nobody in', async () => {
    const [maria, tom] = [await protectedLearner(), await protectedLearner('Tom')]
    const { secret = new Uint8Array() } = (await rowOf(tom.person.id)) ?? {}
    await db.twoStep.update({ where: { accountId: maria.person.id }, data: { secret } })
    const page = await type(await halfway(maria.person), nextCode(tom.key))
    expect(page.status).not.toBe(303)
  })
})
