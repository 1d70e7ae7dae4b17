import { beforeEach, describe, expect, test } from 'vitest'
import { minutes } from '#durations'
import { clock, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { mailAbout } from '../support/mailbox.ts'
import { codeNow, halfway, nextCode, noted, protectedLearner, type } from './authenticator.ts'

startApp()

beforeEach(() => {
  clock.ahead = 0
})

const notRight = 'The code is not right. Wait for the next one in your app and try again'

describe('a code of the app', () => {
  test('works half a minute before and after its time, and not longer', async () => {
    const { person, key } = await protectedLearner()
    clock.ahead = minutes(10)
    const code = codeNow(key)
    for (const [minute, isRight] of [
      [8.9, false],
      [11.1, false],
      [9.5, true],
    ] as const) {
      clock.ahead = minutes(minute)
      const browser = await halfway(person)
      clock.ahead = minutes(minute)
      expect([minute, (await type(browser, code)).location]).toEqual([
        minute,
        isRight ? '/home' : null,
      ])
    }
    clock.ahead = minutes(20.5)
    const late = codeNow(key)
    clock.ahead = minutes(21)
    expect((await type(await halfway(person), late)).location).toBe('/home')
  })

  test('does not work twice: not the one that switched it on, nor one of a login', async () => {
    const { person, key } = await protectedLearner()
    const first = await type(await halfway(person), codeNow(key))
    expect(first.status).toBe(422)
    expect(wordsOf(first.text)).toContain(notRight)
    const code = nextCode(key)
    expect((await type(await halfway(person), code)).location).toBe('/home')
    expect((await type(await halfway(person), code)).status).toBe(422)
  })

  test('an older one does not work after a newer one', async () => {
    const { person, key } = await protectedLearner()
    clock.ahead = minutes(2)
    const older = codeNow(key)
    const newer = nextCode(key)
    expect((await type(await halfway(person), newer)).location).toBe('/home')
    expect((await type(await halfway(person), older)).status).toBe(422)
  })

  test('of fifty at the same moment one gets in', async () => {
    const { person, key } = await protectedLearner()
    const browsers = await Promise.all(Array.from({ length: 8 }, () => halfway(person)))
    const code = nextCode(key)
    const pages = await Promise.all(
      Array.from({ length: 50 }, (_, n) => type(browsers[n % 8] ?? new Browser(), code)),
    )
    expect(pages.filter(({ location }) => location === '/home')).toHaveLength(1)
    expect(await noted(person.id, 'logged-in')).toBe(2)
  })

  test('of somebody else’s app is simply wrong', async () => {
    const [maria, tom] = [await protectedLearner(), await protectedLearner('Tom')]
    const code = nextCode(tom.key)
    expect((await type(await halfway(maria.person), code)).status).toBe(422)
    expect(await noted(maria.person.id, 'second-step-failed')).toBe(1)
  })
})

describe('a recovery code', () => {
  test('gets in without the phone, once, and says how many are left', async () => {
    const { person, recoveryCodes } = await protectedLearner()
    const [code = ''] = recoveryCodes
    const browser = await halfway(person)
    expect(wordsOf((await browser.get('/log-in/second-step?recovery')).text)).toContain(
      'Enter a recovery code',
    )
    const page = await browser.submit('/log-in/second-step', {
      code: code.toLowerCase().replaceAll('-', ' '),
      by: 'recovery',
    })
    expect(wordsOf(page.text)).toContain('You used a recovery code')
    expect(wordsOf(page.text)).toContain('9 recovery codes are left')
    const notice = await mailAbout(person.addresses[0] ?? '', 'A recovery code was used to log in')
    expect(notice.text).toContain('9 left')

    const again = await (
      await halfway(person)
    ).post('/log-in/second-step', { code, by: 'recovery' })
    expect(again.status).toBe(422)
    expect(wordsOf(again.text)).toContain('The recovery code is not right')
  })

  test('is taken in the field for the app’s code too', async () => {
    const { person, recoveryCodes } = await protectedLearner()
    expect((await type(await halfway(person), recoveryCodes[9] ?? '')).location).toBe('/home')
  })

  test('of fifty at the same moment one gets in', async () => {
    const { person, recoveryCodes } = await protectedLearner()
    const browsers = await Promise.all(Array.from({ length: 8 }, () => halfway(person)))
    const pages = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        type(browsers[n % 8] ?? new Browser(), recoveryCodes[0] ?? ''),
      ),
    )
    expect(pages.filter(({ location }) => location === '/home')).toHaveLength(1)
    expect(await noted(person.id, 'recovery-code-used')).toBe(1)
  })

  test('of somebody else is no use', async () => {
    const [maria, tom] = [await protectedLearner(), await protectedLearner('Tom')]
    expect((await type(await halfway(maria.person), tom.recoveryCodes[0] ?? '')).status).toBe(422)
    expect((await type(await halfway(tom.person), tom.recoveryCodes[0] ?? '')).location).toBe(
      '/home',
    )
  })
})
