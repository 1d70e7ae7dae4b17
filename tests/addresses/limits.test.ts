import { expect, test } from 'vitest'
import { db } from '#db'
import { ask } from '../support/addresses.ts'
import { clock, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { learner, logIn } from '../support/people.ts'
import { newAddress } from '../support/sign-up.ts'

startApp()

const add = '/settings/addresses/add'

test('one address is mailed three times an hour at most, whoever asks', async () => {
  const address = newAddress()
  for (const name of ['Ana', 'Bob', 'Cleo']) await ask(await logIn(await learner(name)), address)
  const fourth = await (await logIn(await learner('Dan'))).post(add, { email: address })
  expect(fourth.status).toBe(429)
  expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(3000)
})

test('an account asks for ten addresses a day, and ten wait at most', async () => {
  const browser = await logIn(await learner('Maria'))
  for (let count = 0; count < 10; count += 1) await ask(browser, newAddress())
  expect((await browser.post(add, { email: newAddress() })).status).toBe(429)
  await db.rateLimit.deleteMany()
  const eleventh = await browser.post(add, { email: newAddress() })
  expect(eleventh.status).toBe(422)
  expect(wordsOf(eleventh.text)).toContain('You have 10 addresses that wait')
})

test('an account has twenty addresses at most', async () => {
  const maria = await learner('Maria')
  await db.emailAddress.createMany({
    data: Array.from({ length: 19 }, () => newAddress()).map((address) => {
      return { address, typed: address, accountId: maria.id, confirmedAt: clock.now() }
    }),
  })
  const page = await (await logIn(maria)).post(add, { email: newAddress() })
  expect(page.status).toBe(422)
  expect(wordsOf(page.text)).toContain('You can have 20 addresses')
})

test('twenty wrong codes an hour are too many, for however many addresses', async () => {
  const browser = await logIn(await learner('Maria'))
  const statuses = []
  for (let count = 0; count < 5; count += 1) {
    const page = await ask(browser, newAddress())
    for (let tries = 0; tries < 5; tries += 1) {
      statuses.push((await browser.post(page, { code: 'ZZZZZZ' })).status)
    }
  }
  expect(statuses.slice(0, 20).every((status) => status === 422)).toBe(true)
  expect(statuses.slice(20).every((status) => status === 429)).toBe(true)
})
