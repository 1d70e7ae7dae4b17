import { expect, test } from 'vitest'
import { badge, checkIn, failed, issuer, on, webWith, without, type Changes } from './awards.ts'

// What belongs to badges and is none, and what others say of them.

test.each<[string, object]>([
  ['BadgeClass', badge],
  ['Issuer', issuer],
])('a %s is checked, and is nothing that somebody was awarded', async (_name, document) => {
  const verdict = await checkIn(webWith(), document)
  expect(failed(verdict)).toEqual([])
  expect(on(verdict, 'conformance')).toEqual(['warning not-awarded'])
  expect(on(verdict, 'proof')).toEqual(['passed found-at-address'])
  expect(verdict.badge).toBeNull()
})

test('only its own host can speak for the issuer that a BadgeClass names', async () => {
  expect(on(await checkIn(webWith(), badge), 'issuer')).toEqual(['passed issuer-proven'])
  const web = webWith()
  const elsewhere = { ...badge, id: 'https://evil.test/badge.json' }
  web.stands(elsewhere.id, elsewhere)
  expect(on(await checkIn(web, elsewhere), 'issuer')).toEqual(['unchecked issuer-not-proven'])
})

test('a part that stands nowhere is not proven, and one that is wrong fails', async () => {
  const nowhere = without(badge, 'id')
  expect(on(await checkIn(webWith(), nowhere), 'proof')).toEqual(['unchecked proof-missing'])
  expect(failed(await checkIn(webWith(), nowhere))).toEqual(['member-missing'])
  expect(failed(await checkIn(webWith({ issuer: { url: 5 } }), badge))).toEqual(['member-wrong'])
})

const author = {
  '@context': 'https://w3id.org/openbadges/v2',
  type: 'Issuer',
  id: 'https://author.test/issuer.json',
  name: 'Rescue League',
  url: 'https://author.test/',
  email: 'a@author.test',
}

const endorsement = {
  '@context': 'https://w3id.org/openbadges/v2',
  type: 'Endorsement',
  id: 'https://author.test/endorsement.json',
  claim: { id: badge.id, endorsementComment: 'Good.' },
  issuer: author.id,
  issuedOn: '2026-01-01T00:00:00Z',
  verification: { type: 'HostedBadge' },
}

function endorsedWeb(change: Changes | null = {}) {
  const web = webWith({ badge: { endorsement: [endorsement.id] } })
  web.stands(author.id, author)
  if (change !== null) web.stands(endorsement.id, { ...endorsement, ...change })
  return web
}

test.each<[string, Changes | null]>([
  ['passed endorsement-right', {}],
  ['unchecked endorsement-unreachable', null],
  ['warning endorsement-of-another', { claim: { id: 'https://other.test/badge.json' } }],
  ['warning endorsement-of-another', { claim: 'Good' }],
  ['warning endorsement-wrong', { revoked: true }],
  ['warning endorsement-wrong', { issuedOn: '2027-01-01T00:00:00Z' }],
  ['warning endorsement-wrong', { issuer: issuer.id }],
  ['warning endorsement-wrong', { type: 'Assertion' }],
  ['unchecked endorsement-unreachable', { issuer: 'https://silent.test/' }],
])('%s: what others say with %j', async (said, change) => {
  const verdict = await checkIn(endorsedWeb(change))
  expect(on(verdict, 'endorsement')).toEqual([said])
  expect(failed(verdict)).toEqual([])
})

test('an endorsement inside the badge is nobody’s word', async () => {
  const inside = without(endorsement, 'id')
  const verdict = await checkIn(webWith({ badge: { endorsement: inside } }))
  expect(on(verdict, 'endorsement')).toEqual(['unchecked endorsement-not-hosted'])
})

test('of very many not all are asked for', async () => {
  const links = Array.from({ length: 200 }, (_, at) => `https://e${String(at)}.test/`)
  const web = webWith({ badge: { endorsement: links } })
  await checkIn(web)
  expect(web.asked.length).toBeLessThan(30)
})

test('an endorsement by itself is checked like a badge', async () => {
  const verdict = await checkIn(endorsedWeb(), endorsement)
  expect(failed(verdict)).toEqual([])
  expect(on(verdict, 'issuer')).toEqual(['passed issuer-proven'])
  expect(on(verdict, 'dates')).toEqual(['passed in-time'])
  const nowhere = await checkIn(endorsedWeb(), { ...endorsement, id: 'urn:uuid:1' })
  expect(failed(nowhere)).toEqual(['member-wrong'])
})
