import { expect, test } from 'vitest'
import { db } from '#db'
import { site, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { issuer } from '../support/people.ts'
import { employer } from '../support/published.ts'

startApp()

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

test('a browser gets a page at an issuer’s address that says who it is and what the page is', async () => {
  const { id } = await issuer('Smith & Sons <i>')
  const page = await employer.get(`/issuers/${id}`, { accept: browser })
  const words = wordsOf(page.text)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(page.headers.getSetCookie()).toEqual([])
  expect(words).toContain('Smith & Sons <i>')
  expect(words).toContain('northfield.example')
  expect(words).toContain('What is this page?')
  expect(page.text).not.toContain('<i>')
  expect(page.text).toContain('href="https://northfield.example/"')
})

test.each(['application/ld+json', 'application/json', '*/*', 'application/json, text/html;q=0.5'])(
  'a program that asks for %s gets the profile with the keys',
  async (accept) => {
    const { id } = await issuer()
    const response = await fetch(`${site}/issuers/${id}`, { headers: { accept } })
    expect(response.headers.get('content-type')).toContain('json')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('vary')).toContain('Accept')
    expect(await response.json()).toMatchObject({ id: `${site}/issuers/${id}`, type: ['Profile'] })
  },
)

test('who says nothing of what they take gets data, and one that is not there is not found', async () => {
  const { id } = await issuer()
  const silent = await fetch(`${site}/issuers/${id}`, { headers: { accept: '' } })
  expect(silent.headers.get('content-type')).toContain('json')
  await db.issuer.update({ where: { id }, data: { foreignId: 'did:web:elsewhere.example' } })
  for (const path of [id, 'nobody'])
    for (const accept of [browser, '*/*'])
      expect((await employer.get(`/issuers/${path}`, { accept })).status).toBe(404)
})
