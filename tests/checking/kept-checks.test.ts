import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { forgetOldChecks, keepCheck, keptCheck } from '#checking/kept-checks'
import { panel } from '#checking/panel'
import { db } from '#db'
import { days } from '#durations'
import { finding, now, verdict } from './verdicts.ts'

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

const known = {
  ...{ now, ourIssuer: null, isAdded: true, revoked: null },
  person: { is: 'hidden' } as const,
}

const personal = verdict(
  [finding('recipient', 'passed', 'recipient-matches', { email: 'ana@example.org' })],
  {
    recipientName: 'Ana Ruiz',
    recipients: [{ type: 'email', value: 'ana@example.org', isHashed: false, salt: '' }],
    subjectId: 'did:example:ana',
    evidence: [{ url: null, name: null, narrative: 'Ana saved a life.' }],
    description: 'For Ana.',
    criteria: { narrative: 'Be Ana.', url: null },
    image: 'data:image/png;base64,Ana=',
    tags: ['Ana'],
  },
)

test('what was found is kept under the bytes, and says the same on a page', async () => {
  const hash = hashOf('one')
  expect(await keptCheck(hash)).toBeNull()
  await keepCheck(hash, personal)
  const kept = await keptCheck(hash)
  expect(kept?.checkedAt).toBe(personal.checkedAt)
  expect(kept && panel(kept, known)).toEqual(panel(personal, known))
})

test('nothing that is kept says whose badge it is', async () => {
  const hash = hashOf('two')
  await keepCheck(hash, personal)
  const row = await db.keptCheck.findUniqueOrThrow({ where: { hash } })
  expect(JSON.stringify(row)).not.toMatch(/ana\b/i)
})

test('the newest check of the same bytes counts, also when two are done at once', async () => {
  const hash = hashOf('three')
  await Promise.all(Array.from({ length: 8 }, () => keepCheck(hash, verdict())))
  const revoked = verdict([finding('status', 'failed', 'revoked')])
  await keepCheck(hash, revoked)
  expect(await keptCheck(hash)).toMatchObject({ findings: revoked.findings })
})

test('characters that the database refuses do no harm', async () => {
  const hash = hashOf('four')
  await keepCheck(hash, verdict([], { name: 'NUL \0, half \ud800', language: '\0' }))
  expect(await keptCheck(hash)).toMatchObject({
    badge: { name: 'NUL , half \ufffd', language: '' },
  })
})

test('what an earlier version found is asked anew', async () => {
  const hash = hashOf('five')
  await keepCheck(hash, verdict())
  await db.$executeRaw`UPDATE "KeptCheck" SET verdict = jsonb_set(verdict, '{version}', '0')`
  expect(await keptCheck(hash)).toBeNull()
})

test('it is forgotten after 90 days without a new check', async () => {
  const hash = hashOf('six')
  await keepCheck(hash, verdict())
  await forgetOldChecks(new Date(+now + days(89)))
  expect(await keptCheck(hash)).not.toBeNull()
  await forgetOldChecks(new Date(+now + days(91)))
  expect(await keptCheck(hash)).toBeNull()
})
