import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#db'
import { clock, startApp } from '../support/app.ts'
import { halfway, nextCode, noted, protectedLearner, type } from './authenticator.ts'

startApp()

beforeEach(() => {
  clock.ahead = 0
})

describe('wrong codes', () => {
  test('are counted: ten from a new device, and then its owner’s device still gets in', async () => {
    const { person, browser: own, key } = await protectedLearner()
    await own.post('/log-out')
    const stranger = await halfway(person)
    const statuses: number[] = []
    for (let tries = 0; tries < 12; tries += 1) {
      statuses.push((await type(stranger, '000000')).status)
    }
    expect(statuses).toEqual([...Array<number>(10).fill(422), 429, 429])
    expect(await noted(person.id, 'second-step-failed')).toBe(10)
    expect(await noted(person.id, 'limit-reached')).toBe(1)
    expect((await type(await halfway(person, own), nextCode(key))).location).toBe('/home')
  })

  test('after a right one they are counted anew in a row', async () => {
    const { person, key } = await protectedLearner()
    const stranger = await halfway(person)
    await type(stranger, '000000')
    const rows = () =>
      db.rateLimit.count({ where: { key: { startsWith: 'second-step.in-a-row' } } })
    const before = await rows()
    await type(stranger, nextCode(key))
    expect(await rows()).toBe(before - 1)
  })

  const nonsense = ['', ' ', '\0', '\ud800', '1'.repeat(400), '12345', '1234567', '١٢٣٤٥٦', '½½½']

  test.each(nonsense)('%j is only wrong', async (code) => {
    const { person } = await protectedLearner()
    expect((await type(await halfway(person), code)).status).toBe(422)
  })

  test('two codes, or none', async () => {
    const { person } = await protectedLearner()
    const browser = await halfway(person)
    const twice = { code: ['123456', '123456'] }
    expect((await browser.post('/log-in/second-step', twice)).status).toBe(422)
    expect((await browser.post('/log-in/second-step')).status).toBe(422)
  })
})
