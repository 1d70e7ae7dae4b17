import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { withOwnDocuments } from '#checking/own-documents'
import { db } from '#db'
import { days } from '#durations'
import { revoke } from '#issuing/award'
import { check } from '#openbadges/check'
import type { Finding } from '#openbadges/finding'
import { badgeForm, type FormName } from '#sharing/badge-forms'
import { clock, startApp } from '../support/app.ts'
import { published } from '../support/published.ts'
import { fullBadge } from './badges.ts'
import { verifiedByDigitalBazaar, verifiedByJose } from './verifiers.ts'

startApp()

const nowhere = () => Promise.resolve({ answered: false as const })

/** What our own check says, at this site and nowhere else. */
async function findings(
  input: Uint8Array | string,
  recipients?: string[],
  now = clock.now(),
): Promise<Finding[]> {
  const fetchDocument = withOwnDocuments(nowhere, now)
  return (await check(input, { now, fetchDocument, ...(recipients && { recipients }) })).findings
}

const not = (outcome: Finding['outcome'], all: Finding[]) =>
  all.filter((one) => one.outcome !== outcome).map(({ question, code }) => `${question} ${code}`)

const failed = (all: Finding[]) =>
  all.filter(({ outcome }) => outcome === 'failed').map(({ code }) => code)

const award = {
  ...{ issuedOn: '2026-03-04', expiresOn: '2027-12-31' },
  evidence: [{ url: 'https://e.test/', name: 'Map', narrative: 'A “map” 😀' }],
}

let badge: Awaited<ReturnType<typeof published>>

beforeAll(async () => {
  badge = await published('PUBLIC', {}, award)
})

const formOf = async (id: string, form: FormName) =>
  (await badgeForm(await fullBadge(id), form, clock.now())) ?? Buffer.alloc(0)

test.each<FormName>(['json', 'jwt', 'assertion', 'png', 'svg'])(
  'every question about our own badge as %s is answered, and with yes',
  async (form) => {
    const all = await findings(await formOf(badge.id, form), [...badge.maria.addresses])
    expect(not('passed', all)).toEqual([])
    const asked = new Set(all.map(({ question }) => question))
    for (const question of ['format', 'proof', 'issuer', 'status', 'dates', 'recipient'] as const)
      expect([form, question, asked.has(question)]).toEqual([form, question, true])
  },
)

test.each<FormName>(['assertion', 'png', 'svg'])(
  'one that is not published is signed in 2.0 too: as %s nothing is left open',
  async (form) => {
    const { id, maria } = await published('ONLY_ME', {}, award)
    expect(not('passed', await findings(await formOf(id, form), [...maria.addresses]))).toEqual([])
  },
)

test('a badge is somebody else’s for whoever has another address', async () => {
  for (const form of ['json', 'jwt', 'assertion'] as const) {
    const all = await findings(await formOf(badge.id, form), ['tom@example.org'])
    expect([form, ...failed(all)]).toEqual([form, 'recipient-differs'])
  }
})

test('one taken back is taken back in every form, also where it was signed long before', async () => {
  const { id } = await published('PUBLIC', {}, award)
  const forms = ['json', 'jwt', 'assertion', 'png', 'svg'] as const
  const before = await Promise.all(forms.map((form) => formOf(id, form)))
  await revoke({ id: (await fullBadge(id)).issuerId, name: '' }, id, null, clock.now())
  for (const [index, form] of forms.entries())
    expect([form, failed(await findings(before[index] ?? ''))]).toEqual([form, ['revoked']])
})

test('an expired one is expired, and nothing else is wrong with it', async () => {
  const later = new Date('2028-01-01')
  for (const form of ['json', 'jwt', 'assertion'] as const)
    expect([form, failed(await findings(await formOf(badge.id, form), undefined, later))]).toEqual([
      form,
      ['expired'],
    ])
})

test('one that is not valid yet says so', async () => {
  const future = new Date(+clock.now() + days(30)).toISOString()
  const { id } = await published('PUBLIC', {}, { issuedOn: future })
  for (const form of ['json', 'jwt'] as const)
    expect([form, failed(await findings(await formOf(id, form)))]).toEqual([
      form,
      ['not-yet-valid'],
    ])
})

test('a closed account takes the page along; what its owner took with them is still signed', async () => {
  const { id, maria } = await published('PUBLIC', {}, award)
  const [credential, hosted] = [await formOf(id, 'json'), await formOf(id, 'assertion')]
  await db.account.update({ where: { id: maria.id }, data: { closesAt: clock.now() } })
  expect(failed(await findings(credential))).toEqual([])
  const gone = await findings(hosted)
  expect(gone.find(({ question }) => question === 'proof')?.outcome).not.toBe('passed')
})

/** The text with one of its characters changed. */
const changed = (text: string) =>
  fc
    .tuple(
      fc.nat({ max: text.length - 1 }),
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
    )
    .filter(([at, character]) => text[at] !== character)
    .map(([at, character]) => text.slice(0, at) + character + text.slice(at + 1))

test('whatever character of a credential is changed, our check and another’s notice it', async () => {
  const text = String(await formOf(badge.id, 'json'))
  const isNoticed = fc.asyncProperty(changed(text), async (forged) => {
    expect(not('passed', await findings(forged, [...badge.maria.addresses]))).not.toEqual([])
    expect(await verified(() => verifiedByDigitalBazaar(JSON.parse(forged)))).toBe(false)
  })
  await fc.assert(isNoticed, { numRuns: 150 })
}, 120_000)

async function verified(by: () => Promise<{ verified: boolean }>): Promise<boolean> {
  try {
    return (await by()).verified
  } catch {
    return false
  }
}

test('whatever character of a JWT is changed, our check and another’s notice it', async () => {
  const text = String(await formOf(badge.id, 'jwt'))
  const isNoticed = fc.asyncProperty(changed(text), async (forged) => {
    expect(not('passed', await findings(forged, [...badge.maria.addresses]))).not.toEqual([])
    const good = await verified(async () => ({ verified: Boolean(await verifiedByJose(forged)) }))
    // The last character has bits that say nothing, and jose does not look at them.
    expect(good && forged.slice(0, -1) !== text.slice(0, -1)).toBe(false)
  })
  await fc.assert(isNoticed, { numRuns: 150 })
}, 120_000)

test('what is added to a credential without being signed is noticed', async () => {
  const credential = JSON.parse(String(await formOf(badge.id, 'json'))) as object
  for (const more of [{ description: 'With honours' }, { unheardOf: 'x' }, { evidence: [] }]) {
    const forged = JSON.stringify({ ...credential, ...more })
    expect([more, not('passed', await findings(forged))]).not.toEqual([more, []])
    expect(await verified(() => verifiedByDigitalBazaar(JSON.parse(forged)))).toBe(false)
  }
})
