import { expect, test } from 'vitest'
import { closeAccounts } from '#closing/close-accounts'
import { db } from '#db'
import { namedIn } from '#importing/named'
import { identityHash } from '#openbadges/identity-hash'
import { ask, proofFor } from '../support/addresses.ts'
import { clock, startApp } from '../support/app.ts'
import { wordsOf } from '../support/browser.ts'
import { foreignBadge } from '../support/foreign-badge.ts'
import { learner, logIn, picture } from '../support/people.ts'
import { newAddress } from '../support/sign-up.ts'
import { employer } from '../support/published.ts'
import { added } from './looking.ts'

startApp()

test.each([
  ['plain', true],
  ['hashed', false],
])('a badge with a %s address becomes theirs when they confirm it later', async (_how, isPlain) => {
  const browser = await logIn(await learner('Maria'))
  const address = newAddress()
  const id = await added(browser, await foreignBadge({ email: address, isPlain }))
  expect(wordsOf((await browser.get(`/badges/${id}`)).text)).toContain('We cannot show')
  const page = await ask(browser, address)
  await browser.post(page, { code: (await proofFor(address)).code })
  const shown = wordsOf((await browser.get(`/badges/${id}`)).text)
  expect(shown).not.toContain('We cannot show')
  expect(shown).toContain(`It names your address ${address}.`)
  const held = await db.import.findUniqueOrThrow({ where: { assertionId: id } })
  expect(held.namedAddress).toBe(address)
})

test('an address that somebody else confirms makes the badge no more theirs', async () => {
  const browser = await logIn(await learner('Maria'))
  const address = newAddress()
  const id = await added(browser, await foreignBadge({ email: address }))
  const other = await logIn(await learner('Tom'))
  await other.post(await ask(other, address), { code: (await proofFor(address)).code })
  expect(await db.emailAddress.count({ where: { address } })).toBe(1)
  const held = await db.import.findUniqueOrThrow({ where: { assertionId: id } })
  expect(held.namedAddress).toBeNull()
})

test('a hash is of the address as it was written, or in small letters', () => {
  const own = { address: 'maria@example.org', typed: 'Maria@Example.org' }
  const hash = (text: string, algorithm: 'sha256' | 'md5' = 'sha256') => ({
    ...{ type: 'email', value: identityHash(text, 's', algorithm), isHashed: true, salt: 's' },
  })
  const named = [
    hash('Maria@Example.org'),
    hash('maria@example.org'),
    hash('maria@example.org', 'md5'),
  ]
  for (const one of named) expect(namedIn([one], [own])).toBe('maria@example.org')
  expect(namedIn([hash('tom@example.org')], [own])).toBeNull()
  expect(namedIn([{ ...hash('maria@example.org'), type: 'url' }], [own])).toBeNull()
  expect(namedIn([{ ...hash('maria@example.org'), salt: 't' }], [own])).toBeNull()
  const plain = { type: 'email', value: 'MARIA@example.org', isHashed: false, salt: '' }
  expect(namedIn([hash('tom@example.org'), plain], [own])).toBe('maria@example.org')
})

test('Is it this person? asks for whom the issuer made the badge, not for who brought it', async () => {
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  const id = await added(browser, await foreignBadge({ email: 'tom@elsewhere.test' }))
  await browser.post(`/badges/${id}/publish`, { visibility: 'LINK' })
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id } })
  const answer = async (email: string) =>
    wordsOf((await employer.post(`/b/${publicKey}/person`, { email })).text)
  expect(await answer('tom@elsewhere.test')).toContain('Yes This badge was awarded')
  expect(await answer(maria.addresses[0] ?? '')).toContain('No This badge was not awarded')
})

const rows = async () => ({
  issuers: await db.issuer.count({ where: { foreignId: { not: null } } }),
  achievements: await db.achievement.count({ where: { issuer: { foreignId: { not: null } } } }),
  imports: await db.import.count(),
  drafts: await db.importDraft.count(),
  pictures: await db.picture.count(),
  checks: await db.keptCheck.count(),
})

test('deleting a badge from elsewhere leaves nothing of it', async () => {
  const browser = await logIn(await learner('Maria'))
  const before = await rows()
  const id = await added(browser, await foreignBadge({ image: picture }))
  await browser.post(`/badges/${id}/delete`)
  expect(await rows()).toEqual(before)
  expect((await browser.get(`/badges/${id}`)).status).toBe(404)
})

test('a closed account leaves nothing of its badges from elsewhere, added or looked at', async () => {
  const before = await rows()
  const maria = await learner('Maria')
  const browser = await logIn(maria)
  await added(browser, await foreignBadge({ email: maria.addresses[0] ?? '', image: picture }))
  await browser.upload('/badges/add', { name: 'x', bytes: await foreignBadge({ image: picture }) })
  await db.account.update({ where: { id: maria.id }, data: { closesAt: clock.now() } })
  await closeAccounts(clock.now())
  expect(await rows()).toEqual(before)
})
