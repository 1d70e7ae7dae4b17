import { expect, test } from 'vitest'
import { withOwnDocuments } from '#checking/own-documents'
import { db } from '#db'
import type { FetchDocument } from '#openbadges/fetch-document'
import { clock, site, startApp } from '../support/app.ts'
import { published } from '../support/published.ts'

startApp()

const elsewhere: FetchDocument = (url) =>
  Promise.resolve({
    answered: true,
    status: 200,
    url,
    mediaType: 'text/plain',
    body: new Uint8Array([7]),
  })

/** In-process, and as everybody else is answered. */
async function both(path: string) {
  const own = await withOwnDocuments(elsewhere, clock.now())(site + path, 'application/ld+json')
  const answer = await fetch(site + path, {
    headers: { accept: 'application/vc+ld+json, application/ld+json' },
  })
  const served = { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) }
  return { own: own.answered ? { ...own, body: Buffer.from(own.body) } : null, served }
}

/** All addresses of this site that a badge of ours names, directly or not. */
async function addressesOf(key: string) {
  const forms = ['', '.json', '.jwt', '.png', '.svg', '/assertion.json'].map(
    (form) => `/b/${key}${form}`,
  )
  const text = await (await fetch(`${site}/b/${key}.json`)).text()
  const assertion = await (await fetch(`${site}/b/${key}/assertion.json`)).text()
  const named = [...(text + assertion).matchAll(/"(http[^"#]+)[#"]/g)]
    .map(([, url = '']) => url)
    .filter((url) => url.startsWith(site) && !url.endsWith('badge-640.png'))
    .map((url) => url.slice(site.length))
  return [...new Set([...forms, ...named])]
}

test('every address that a badge of ours names is answered in-process as by the site itself', async () => {
  const { key, id } = await published()
  const { issuerId, achievementId } = await db.assertion.findUniqueOrThrow({ where: { id } })
  const named = await addressesOf(key)
  const keys = await db.signingKey.findMany({ where: { issuerId } })
  const more = [
    ...[`/issuers/${issuerId}`, `/issuers/${issuerId}.json`, `/achievements/${achievementId}`],
    ...[`/issuers/${issuerId}/revocations`, `/issuers/${issuerId}/revocations.json`],
    ...keys.map((one) => `/issuers/${issuerId}/keys/${one.id}`),
    ...keys
      .filter((one) => one.type === 'RSA')
      .map((one) => `/issuers/${issuerId}/keys/${one.id}.json`),
  ]
  expect(named.some((path) => path.includes('/status/'))).toBe(true)
  for (const path of new Set([...named, ...more])) {
    const { own, served } = await both(path)
    expect([path, own?.status]).toEqual([path, 200])
    expect(own).toMatchObject({ ...served, url: site + path })
  }
})

test('a badge that was taken back answers 410 where the standard says so', async () => {
  const { key, id } = await published()
  await db.assertion.update({ where: { id }, data: { revokedAt: clock.now() } })
  const { own, served } = await both(`/b/${key}/assertion.json`)
  expect(own).toMatchObject({ status: 410, body: served.body })
})

test('private and unknown alike are not there, and neither are pages', async () => {
  const { key, browser, id } = await published()
  await browser.post(`/badges/${id}/publish`, { visibility: 'ONLY_ME' })
  const unknown = '0'.repeat(25)
  const paths = [`/b/${key}`, `/b/${key}.json`, `/b/${unknown}.json`, `/issuers/${unknown}`]
  for (const path of [...paths, '/home', '/', '/verify', `/b/../b/${key}/x`]) {
    const { own } = await both(path)
    expect([path, own?.status, own?.body.length]).toEqual([path, 404, 0])
  }
})

test('everything that is not of this site is asked elsewhere', async () => {
  const port = new URL(site).port
  const others = [
    'https://example.org/b/x',
    `${site}@example.org/`,
    `https://localhost:${port}/`,
    'nonsense',
  ]
  for (const url of others)
    expect(await withOwnDocuments(elsewhere, clock.now())(url, '*/*')).toMatchObject({ url })
})
