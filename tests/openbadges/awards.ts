import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { CompactSign } from 'jose'
import { check, type Circumstances, type Verdict } from '#openbadges/check'
import { identityHash } from '#openbadges/identity-hash'
import { drawn } from './pictures.ts'
import { emptyWeb, type Web } from './web.ts'

// One award of Open Badges 2.0, its issuer and its keys, and a web in which they stand.

export const now = new Date('2026-11-23T12:00:00Z')

const context = 'https://w3id.org/openbadges/v2'

export const home = 'https://issuer.test'

export const issuer = {
  '@context': context,
  type: 'Issuer',
  id: `${home}/issuer.json`,
  name: 'Harbour School',
  url: home,
  email: 'badges@issuer.test',
}

export const badge = {
  '@context': context,
  type: 'BadgeClass',
  id: `${home}/badge.json`,
  name: 'First Aid',
  description: 'Knows what to do.',
  image: `${home}/badge.png`,
  criteria: { narrative: 'Passed a test.' },
  tags: ['health'],
  alignment: [{ targetName: 'CEFR B2', targetUrl: 'https://coe.test/b2', targetCode: 'B2' }],
  issuer: issuer.id,
}

export const assertion = {
  '@context': context,
  type: 'Assertion',
  id: `${home}/assertions/1.json`,
  recipient: {
    type: 'email',
    hashed: true,
    salt: 'deadsea',
    identity: identityHash('ana@example.org', 'deadsea'),
  },
  badge: badge.id,
  verification: { type: 'HostedBadge' },
  issuedOn: '2026-03-04T10:00:00+01:00',
  expires: '2028-03-04T00:00:00Z',
  evidence: [{ id: 'https://e.test/1', narrative: 'Drew a map.' }],
  narrative: 'Over a year.',
}

export type Changes = Record<string, unknown>

/** Everything stands where it should; each part can be another, or away (`null`). */
export function webWith(
  changes: { assertion?: Changes | null; badge?: Changes | null; issuer?: Changes | null } = {},
): Web {
  const web = emptyWeb()
  const parts = { assertion, badge, issuer }
  for (const name of ['assertion', 'badge', 'issuer'] as const) {
    const change = changes[name]
    if (change !== null) web.stands(parts[name].id, { ...parts[name], ...change })
  }
  web.stands(badge.image, drawn)
  return web
}

export const checkIn = (
  web: Web,
  input: unknown = assertion,
  circumstances: Partial<Circumstances> = {},
): Promise<Verdict> =>
  check(typeof input === 'string' || input instanceof Uint8Array ? input : JSON.stringify(input), {
    now,
    fetchDocument: web.fetchDocument,
    ...circumstances,
  })

/** `outcome code` of each finding on a question. */
export const on = ({ findings }: Verdict, question: string): string[] =>
  findings
    .filter((one) => one.question === question)
    .map(({ outcome, code }) => `${outcome} ${code}`)

export const failed = ({ findings }: Verdict): string[] =>
  findings.filter(({ outcome }) => outcome === 'failed').map(({ code }) => code)

export const rsa = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength })

export const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()

export const signed = (payload: unknown, key: KeyObject, alg = 'RS256', header: Changes = {}) =>
  new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg, ...header })
    .sign(key)

export const without = (document: Changes, ...names: string[]): Changes =>
  Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name)))
