import { expect, test } from 'vitest'
import { checked, found } from './support/credential-checks.ts'
import { badge, contexts, signed, stranger, type Json } from './support/credential-issuers.ts'
import { emptyWeb } from './web.ts'

// 1EdTechCredentialRefresh: OB 3.0 §9.1 step 3.

const url = 'https://school.test/credentials/1/refresh'

const refreshable = (changes: Json = {}) =>
  badge({
    '@context': [...contexts, 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'],
    refreshService: { id: url, type: '1EdTechCredentialRefresh' },
    ...changes,
  })

const newer = { validFrom: '2026-06-01T00:00:00Z', name: 'Newer' }

async function asked(answer: unknown, one?: Json) {
  const web = emptyWeb()
  if (answer !== undefined) web.stands(url, answer)
  const verdict = await checked(one ?? (await signed(refreshable())), { web })
  const findings = verdict.findings.filter(({ question }) => question === 'refresh')
  return {
    found: findings.map(({ outcome, code }) => `${outcome} ${code}`),
    validFrom: verdict.badge?.validFrom,
    asked: web.asked,
  }
}

const older = '2026-01-02T03:04:05.000Z'

test('the newer one that the issuer has counts', async () => {
  expect(await asked(await signed(refreshable(newer)))).toEqual({
    found: ['passed refreshed'],
    validFrom: '2026-06-01T00:00:00.000Z',
    // Once, though the newer one names a service as well.
    asked: [url],
  })
})

test('what the newer one says is what is checked', async () => {
  const web = emptyWeb()
  web.stands(url, await signed(refreshable({ ...newer, validUntil: '2026-07-01T00:00:00Z' })))
  expect(await found(await signed(refreshable()), 'dates', { web })).toEqual(['failed expired'])
})

test('without a service nobody is asked', async () => {
  expect(await asked(undefined, await signed(badge()))).toEqual({
    ...{ found: [], validFrom: older, asked: [] },
  })
})

test.each<[string, () => unknown, string]>([
  ['does not answer', () => undefined, 'unchecked refresh-unreachable'],
  ['answers with a page', () => '<!doctype html>', 'unchecked refresh-unreachable'],
  ['has no proof', () => refreshable(newer), 'warning refresh-wrong'],
  [
    'was changed',
    async () => ({ ...(await signed(refreshable(newer))), name: 'Surgeon' }),
    'warning refresh-wrong',
  ],
  [
    'is signed with a key that nobody shows',
    () => signed(refreshable(newer), { verificationMethod: 'https://keys.test/1' }),
    'warning refresh-wrong',
  ],
  [
    'is another badge',
    () => signed(refreshable({ ...newer, id: 'urn:uuid:99999999-9999-4999-8999-999999999999' })),
    'warning refresh-of-another',
  ],
  [
    'is another’s',
    () => signed(refreshable({ ...newer, issuer: stranger.didKey }), { keys: stranger }),
    'warning refresh-of-another',
  ],
])('where the newer one %s, the one that is here counts', async (_what, answer, finding) => {
  expect(await asked(await answer())).toMatchObject({ found: [finding], validFrom: older })
})

test('a badge that is not proven leads nowhere', async () => {
  const changed = { ...(await signed(refreshable())), name: 'Surgeon' }
  expect(await asked(await signed(refreshable(newer)), changed)).toMatchObject({
    ...{ found: [], asked: [] },
  })
})
