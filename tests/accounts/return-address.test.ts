import { beforeAll, describe, expect, test } from 'vitest'
import type { Learner } from '#accounts/credentials'
import { returnAddress } from '#web/return-address'
import { site, startApp } from '../support/app.ts'
import { Browser } from '../support/browser.ts'
import { learner, logIn, password } from '../support/people.ts'

startApp()

let maria: Learner
/** She is logged in here all the time. */
let browser: Browser

beforeAll(async () => {
  maria = await learner('Maria')
  browser = await logIn(maria)
})

/** Everything that has sent people elsewhere on some site, and what only looks like it. */
const elsewhere = [
  ...['//evil.test', '///evil.test', '////evil.test/%2f..', '//evil.test\\@localhost'],
  ...[String.raw`/\evil.test`, String.raw`\/evil.test`, String.raw`\\evil.test`, '\\evil.test'],
  ...['/%09/evil.test', '/\t/evil.test', '\t//evil.test', ' //evil.test', '/ /evil.test'],
  ...['/\r\nLocation: https://evil.test', '/%0d%0aLocation:%20https://evil.test', '\0//evil.test'],
  ...[
    'https:evil.test',
    'https://evil.test',
    'HTTPS://EVIL.TEST',
    'http:/evil.test',
    'ftp://e.test',
  ],
  ...['javascript:alert(1)', 'JaVa\tScript:alert(1)', 'data:text/html,x', 'vbscript:x', 'blob:x'],
  ...['@evil.test', 'evil.test', '.evil.test', `${site}@evil.test/`, `${site}.evil.test/`],
  ...[
    '/..//evil.test',
    '/.//evil.test',
    '/home/..//evil.test',
    '/%2e%2e//evil.test',
    '/./\\evil.test',
  ],
  ...['%2f%2fevil.test', '/%2f%2fevil.test', '/%5cevil.test', '/%5c%5cevil.test'],
  ...['/log-in?next=//evil.test', '/log-out', '', '#', '?', `//${'e'.repeat(3000)}.test`],
  ...['/\u2028/evil.test', '／／evil.test', 'https://ｅvil.test', 'http://0x7f000001/'],
]

test('the list is as long as the bar asks for', () => {
  expect(new Set(elsewhere).size).toBeGreaterThanOrEqual(40)
})

function staysHere(location: string | null) {
  const target = new URL(location ?? 'https://nowhere.test', site)
  expect(target.origin).toBe(site)
  expect(target.pathname.startsWith('//')).toBe(false)
  expect(location).not.toMatch(/[\r\n\0\\]/)
}

describe.each(elsewhere)('with %j as the address to return to', (next) => {
  test('a login leads to a page of this site', async () => {
    const fields = { email: maria.addresses[0] ?? '', password, next }
    const page = await new Browser().post('/log-in', fields)
    expect(page.status).toBe(303)
    staysHere(page.location)
  })

  test('so does the login page of somebody who is logged in', async () => {
    const page = await browser.get(`/log-in?next=${encodeURIComponent(next)}`)
    staysHere(page.location)
    const again = await browser.post('/log-in/again', { password, next })
    staysHere(again.location)
  })
})

test.each([
  ['repeated', 'next=/badges&next=//evil.test'],
  ['as an array', 'next[]=//evil.test'],
  ['as an object', 'next[a]=//evil.test'],
])('an address that comes %s counts as none', async (_how, query) => {
  expect((await browser.get(`/log-in?${query}`)).location).toBe('/home')
})

test('pages of this site are kept with their search; anything else is Home', () => {
  expect(returnAddress('/badges?q=first%20aid&page=2')).toBe('/badges?q=first%20aid&page=2')
  expect(returnAddress(`${site}/badges`)).toBe('/home')
  expect(returnAddress(undefined)).toBe('/home')
})
