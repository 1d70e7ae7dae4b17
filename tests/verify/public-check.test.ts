import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#db'
import { minutes } from '#durations'
import { revoke } from '#issuing/award'
import { giveUpKey } from '#signing/keys'
import { clock, site, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { employer, published } from '../support/published.ts'

startApp()

beforeEach(() => db.rateLimit.deleteMany())

const checkedAt = (html: string) => /Checked on <time datetime="([^"]+)"/.exec(html)?.[1] ?? ''

test('the public page shows a check of what others can get, and when it was made', async () => {
  const { url } = await published('PUBLIC', { showName: 'on' }, { name: 'Maria Rossi' })
  const page = await employer.get(url)
  const words = wordsOf(page.text)
  for (const line of [
    'Verified Northfield Exam Board awarded this badge, and it is valid.',
    'Badge data is complete : Yes The badge follows the Open Badges standard (3.0).',
    'Not changed : Yes Signed by Northfield Exam Board; nothing was changed.',
    'Issuer : Yes We know this issuer: Northfield Exam Board, northfield.example.',
    'Not taken back : Yes The issuer has not taken it back.',
    'Person : Yes Awarded to Maria Rossi, as confirmed by email in Passport.',
    'Picture : Yes Same data inside the picture file.',
  ])
    expect(words).toContain(line)
  expect(checkedAt(page.text)).not.toBe('')
  expect(page.headers.getSetCookie()).toEqual([])
})

test('the check is kept: a second look makes none, and neither does another process', async () => {
  const { url, id } = await published()
  const first = checkedAt((await employer.get(url)).text)
  const { checkedAs } = await db.assertion.findUniqueOrThrow({ where: { id } })
  clock.ahead = minutes(30)
  // A new version of the page, as after a restart, with the check that is kept.
  await db.assertion.update({ where: { id }, data: { showName: true } })
  const second = checkedAt((await employer.get(url)).text)
  clock.ahead = 0
  expect(second).toBe(first)
  expect(await db.keptCheck.count({ where: { hash: checkedAs ?? '' } })).toBe(1)
})

test('Check again makes a new one, for everybody, without a script, a cookie or a login', async () => {
  const { url } = await published()
  const first = checkedAt((await employer.get(url)).text)
  clock.ahead = minutes(5)
  const answer = await fetch(`${site}${url}/check`, { method: 'POST', redirect: 'manual' })
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe(`${site}${url}#check`)
  const second = checkedAt((await employer.get(url)).text)
  clock.ahead = 0
  expect(+new Date(second) - +new Date(first)).toBeGreaterThanOrEqual(minutes(5))
})

test('a badge is checked again once a minute, whoever asks; its owner counts too', async () => {
  const { url, id, browser } = await published()
  const ask = () => fetch(`${site}${url}/check`, { method: 'POST', redirect: 'manual' })
  expect((await ask()).status).toBe(303)
  const again = await ask()
  expect(again.status).toBe(429)
  expect(again.headers.get('retry-after')).toMatch(/^\d+$/)
  expect((await browser.post(`/badges/${id}/check`)).status).toBe(429)
  await db.rateLimit.deleteMany()
  expect((await browser.post(`/badges/${id}/check`)).location).toBe(`/badges/${id}#check`)
})

test('another site’s page cannot ask in a visitor’s name', async () => {
  const { url } = await published()
  for (const path of ['check', 'person']) {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const answer = await fetch(`${site}${url}/${path}`, { method: 'POST', headers })
    expect(answer.status).toBe(403)
  }
})

test('a badge that was taken back is never shown as verified, whatever is kept', async () => {
  const { url, id } = await published()
  expect(wordsOf((await employer.get(url)).text)).toContain('Verified')
  const { issuerId: by } = await db.assertion.findUniqueOrThrow({ where: { id } })
  await revoke({ id: by, name: '' }, id, null, clock.now())
  expect(wordsOf((await employer.get(url)).text)).not.toContain('Verified')
  await fetch(`${site}${url}/check`, { method: 'POST', redirect: 'manual' })
  const words = wordsOf((await employer.get(url)).text)
  expect(words).toContain('Not valid: taken back by the issuer')
  expect(words).not.toContain('Verified')
})

test('the ways past us name the badge and never the learner', async () => {
  const { url, maria } = await published('PUBLIC', { showName: 'on' })
  const { text } = await employer.get(url)
  const json = `${site}${url}.json`
  expect(text).toContain(`href="${json}"`)
  expect(text).toContain(`href="${site}${url}.png"`)
  expect(text).toContain('href="https://northfield.example/"')
  expect(text).toContain('href="https://vc.1ed.tech"')
  expect(text).toContain(`href="https://verifierplus.org/#verify?vc=${encodeURIComponent(json)}"`)
  expect(text).not.toContain(maria.addresses[0])
})

test('what a check found goes when the badge does', async () => {
  const { url, id, browser } = await published()
  await employer.get(url)
  const { checkedAs } = await db.assertion.findUniqueOrThrow({ where: { id } })
  await browser.post(`/badges/${id}/delete`)
  expect(await db.keptCheck.count({ where: { hash: checkedAs ?? '' } })).toBe(0)
})

test('a badge whose key was given up is signed and checked anew', async () => {
  const { url, id } = await published()
  await employer.get(url)
  const before = await db.assertion.findUniqueOrThrow({ where: { id }, include: { signed: true } })
  const { keyId = '' } = before.signed.find(({ form }) => form === 'CREDENTIAL') ?? {}
  await giveUpKey(before.issuerId, keyId, clock.now())
  expect(wordsOf((await employer.get(url)).text)).toContain('Verified')
  const after = await db.assertion.findUniqueOrThrow({ where: { id } })
  expect(after.checkedAs).not.toBe(before.checkedAs)
})

describe('Is it this person?', () => {
  const ask = (url: string, email: string) => employer.post(`${url}/person`, { email })

  test('says yes for the address that the badge was sent to, however it is written', async () => {
    const { url, maria } = await published()
    const [address = ''] = maria.addresses
    for (const typed of [address, ` ${address.toUpperCase()} `]) {
      const page = await ask(url, typed)
      expect(page.status).toBe(200)
      expect(wordsOf(page.text)).toContain('Yes This badge was awarded to that email address.')
      expect(page.text.toLowerCase()).not.toContain(address)
      expect(page.headers.get('cache-control')).toBe('no-store')
    }
  })

  test('says the very same no to a near miss and to a stranger', async () => {
    const { url, maria } = await published()
    const [address = ''] = maria.addresses
    const near = await ask(url, address.replace('@', 'x@'))
    const far = await ask(url, 'somebody@elsewhere.test')
    expect(wordsOf(near.text)).toContain('No This badge was not awarded to that email address.')
    expect(near.text).toBe(far.text)
  })

  test('takes five tries an hour for each badge and network, and an address that is none is no try', async () => {
    const { url } = await published()
    const other = await published()
    expect((await ask(url, 'not an address')).status).toBe(422)
    for (let tries = 0; tries < 5; tries += 1)
      expect((await ask(url, 'tom@example.org')).status).toBe(200)
    expect((await ask(url, 'tom@example.org')).status).toBe(429)
    expect((await ask(other.url, 'tom@example.org')).status).toBe(200)
  })

  test('is not there for a badge that nobody may see', async () => {
    const { url, browser, id, maria } = await published()
    await browser.post(`/badges/${id}/publish`, { visibility: 'ONLY_ME' })
    const hidden = await ask(url, maria.addresses[0] ?? '')
    const missing = await ask('/b/nothing', 'tom@example.org')
    expect([hidden.status, missing.status]).toEqual([404, 404])
    expect(hidden.text).toBe(missing.text)
    expect((await employer.post(`${url}/check`)).status).toBe(404)
  })
})
