import { request } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { site, startApp } from '../support/app.ts'
import { Browser, wordsOf } from '../support/browser.ts'
import { learner, logIn } from '../support/people.ts'

startApp()

const port = Number(new URL(site).port)

/** Sends bytes as they are and gives the first line of the answer. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, 'localhost', () => socket.end(text))
    socket.on('data', (chunk) => (answer += chunk.toString()))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

function withHost(host: string, path = '/log-in'): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ port, host: 'localhost', path, headers: { host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

test('pages, errors and files all carry the headers that keep strangers out', async () => {
  for (const path of ['/', '/log-in', '/nothing-here', '/healthz', '/help']) {
    const { headers } = await new Browser().get(path)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-powered-by')).toBeNull()
  }
})

test('no page has inline scripts, handlers or styles', async () => {
  const browser = await logIn(await learner('Maria'))
  for (const path of [
    '/',
    '/home',
    '/badges',
    '/help',
    '/log-in',
    '/sign-up',
    '/forgot-password',
    '/nothing',
  ]) {
    const { text } = await browser.get(path)
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle="|\son\w+="|javascript:/i)
  }
})

test('another name for this site is not answered, and none of ours leads there', async () => {
  expect(await withHost('evil.test')).toBe(421)
  expect(await withHost(`127.0.0.1:${port}`)).toBe(200)
  expect(await withHost('evil.test', '/healthz')).toBe(200)
  expect(
    await raw(`GET /log-in HTTP/1.1\r\nHost: localhost:${port}\r\nHost: evil.test\r\n\r\n`),
  ).toMatch(/^HTTP\/1.1 4(00|21)/)
  const page = await new Browser().get('/log-in', {
    'x-forwarded-host': 'evil.test',
    forwarded: 'host=evil.test',
  })
  expect(page.text).not.toContain('evil.test')
})

test('only the methods of the map are answered', async () => {
  for (const [method, path] of [
    ['PUT', '/home'],
    ['DELETE', '/badges/x'],
    ['POST', '/healthz'],
    ['GET', '/log-out'],
    ['TRACE', '/'],
  ] as const) {
    const answer = await raw(
      `${method} ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`,
    )
    expect([path, answer.split('\r\n')[0]]).toEqual([path, expect.stringMatching(/405|404/)])
  }
  const put = await fetch(`${site}/home`, { method: 'PUT' })
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test.each([
  '/%',
  '/b/%E0%A4%A',
  '/badges/%00',
  '/claim/%ff',
  '/home/..%2f..%2f',
  `/${'a'.repeat(10_000)}`,
  '/b/x.json',
  '/.git/config',
  '/.env',
  '/src/app.ts',
  '/assets/../package.json',
  '/badges/x.css',
])('GET %s is never a 5xx', async (path) => {
  const browser = await logIn(await learner('Maria'))
  const { status } = await browser.get(path)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
})

test('a body that is too large, damaged or of another kind gets a 4xx with a sentence', async () => {
  const browser = new Browser()
  const large = await browser.post('/log-in', { email: 'a'.repeat(40_000) })
  expect(large.status).toBe(413)
  expect(wordsOf(large.text)).toContain('too large')
  const json = await fetch(`${site}/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"email":"a"}',
  })
  expect(json.status).toBe(403)
})

test('what is missing, private or foreign gets one page, with a way on', async () => {
  const page = await new Browser().get('/nothing-here')
  expect(page.status).toBe(404)
  expect(wordsOf(page.text)).toContain('This page is not available')
  expect(page.text).toContain('href="/help"')
})

test('the template engine takes no settings from anyone', async () => {
  const query =
    '?settings[view options][outputFunctionName]=x;throw 1;//&client=1&delimiter=$&escapeFunction=x&layout=x&body=x&title=pwned&account=x'
  const page = await new Browser().get(`/log-in${query}`)
  expect(page.status).toBe(200)
  expect(page.text).not.toContain('pwned')
})

test('health and readiness answer without secrets', async () => {
  expect((await new Browser().get('/healthz')).text).toBe('ok\n')
  expect((await new Browser().get('/readyz')).text).toBe('ready\n')
})
