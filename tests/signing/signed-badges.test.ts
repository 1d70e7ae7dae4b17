import { afterAll, beforeAll, expect, test } from 'vitest'
import { config } from '#config'
import { db } from '#db'
import { signedBadge, signedBadges } from '#signing/signed-badges'
import { clock, site, startApp } from '../support/app.ts'
import { employer, published } from '../support/published.ts'
import { startBeside, type Server } from '../support/server.ts'
import { credentialAt, fullBadge } from './badges.ts'

startApp()

let other: Server

beforeAll(async () => {
  other = await startBeside({ APP_SECRET: config.appSecret ?? '' })
})

afterAll(() => other.end('SIGTERM'))

const forms = ['.json', '.jwt', '.png', '/assertion.json']

test('two processes that sign one badge at once give the same bytes, and keep one form', async () => {
  const { id, url } = await published()
  const places = Array.from({ length: 6 }, () => [site, other.address]).flat()
  for (const form of forms) {
    const all = await Promise.all(
      places.map(async (place) => (await fetch(place + url + form)).text()),
    )
    expect([form, new Set(all).size]).toEqual([form, 1])
  }
  expect(await db.signedBadge.count({ where: { assertionId: id } })).toBe(2)
  const { issuerId } = await fullBadge(id)
  expect(await db.signingKey.count({ where: { issuerId } })).toBe(2)
  expect(await db.statusList.count({ where: { issuerId } })).toBe(1)
})

test('a badge keeps its bytes, whatever becomes of its issuer, its page and its time', async () => {
  const { id, url, browser } = await published()
  const first = (await employer.get(`${url}.json`)).text
  const { issuerId } = await fullBadge(id)
  await db.issuer.update({ where: { id: issuerId }, data: { name: 'Another name' } })
  await browser.post(`/badges/${id}/publish`, { visibility: 'ONLY_ME' })
  await browser.post(`/badges/${id}/publish`, { visibility: 'LINK', showName: 'on' })
  clock.ahead = 86_400_000
  expect((await employer.get(`${url}.json`)).text).toBe(first)
  clock.ahead = 0
})

test('many badges signed together are those that are signed alone', async () => {
  const all = await Promise.all([published(), published(), published()])
  const badges = await Promise.all(all.map(({ id }) => fullBadge(id)))
  const [one] = badges
  if (!one) throw new Error('there is no badge')
  const alone = await signedBadge(one, 'CREDENTIAL', clock.now())
  const together = await signedBadges(badges, 'CREDENTIAL', clock.now())
  expect([...together.keys()].sort()).toEqual(badges.map(({ id }) => id).sort())
  expect(together.get(one.id)).toBe(alone)
})

test('the salt and the ids are the badge’s own, stay the same and do not tell its number here', async () => {
  const [mine, others] = [await published(), await published()]
  const [one, two] = [await credentialAt(mine.url), await credentialAt(others.url)]
  const idsOf = ({ id, credentialSubject }: typeof one) => [
    ...[id, credentialSubject.id, credentialSubject.identifier[0]?.salt],
  ]
  expect(new Set([...idsOf(one), ...idsOf(two)]).size).toBe(6)
  expect(credentialSaltOf(one)).toMatch(/^[\da-f]{32}$/)
  expect(JSON.stringify(one)).not.toContain(mine.id)
  const assertion = (await employer.get(`${mine.url}/assertion.json`)).text
  expect(assertion).toContain(credentialSaltOf(one))
})

const credentialSaltOf = ({ credentialSubject }: Awaited<ReturnType<typeof credentialAt>>) =>
  credentialSubject.identifier[0]?.salt ?? 'none'

test('when an account is forgotten, so is every signature over its address', async () => {
  const { id, url, maria } = await published()
  for (const form of forms) await employer.get(url + form)
  const badge = await fullBadge(id)
  const { forget } = await import('#closing/forget')
  await db.$transaction((tx) => forget(tx, { ...maria }, clock.now()))
  expect(await db.signedBadge.count({ where: { assertionId: id } })).toBe(0)
  // Also for somebody who read the badge just before.
  await expect(signedBadge(badge, 'CREDENTIAL', clock.now())).rejects.toThrow('went away')
  expect(await db.signedBadge.count({ where: { assertionId: id } })).toBe(0)
})
