import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { check } from '#openbadges/check'
import type { Fetched } from '#openbadges/fetch-document'
import type { Finding, Question } from '#openbadges/finding'
import { receive } from '#openbadges/received'

// Checks what other projects use to test verifiers, where that collection lies beside this project,
// and compares. To see it: node tests/openbadges/conformance.ts

const folder = new URL('../../../shared/fixtures/', import.meta.url)

/** The clock that the collection asks for: what is valid in it ends in 2030 or later. */
const now = new Date('2026-11-23T12:00:00Z')

interface Entry {
  file: string
  expected: 'valid' | 'invalid'
  outcome: string
  network: string
}

/** What the library says of one entry, against what its source says. */
export interface Compared {
  file: string
  group: string
  expected: string
  agrees: boolean
  /** What failed; where nothing did, what is short of a pass. */
  because: string[]
}

export const isThere = existsSync(new URL('index.json', folder))

/** Every entry of the collection, in its order. */
export async function compareAll(): Promise<Compared[]> {
  const { fixtures } = read('index.json') as { fixtures: Entry[] }
  const compared: Compared[] = []
  for (const entry of fixtures) compared.push(await compare(entry))
  return compared
}

async function compare(entry: Entry): Promise<Compared> {
  const bytes = asIssued(entry)
  const own = await ownDocument(bytes)
  const fetchDocument = (url: string) => Promise.resolve(answer(url, entry, own))
  const verdict = await check(bytes, { now, fetchDocument })
  const asked = verdict.findings.filter(({ question }) => isAsked(question, entry))
  const failed = asked.filter(({ outcome }) => outcome === 'failed')
  const doubtful = asked.filter(({ outcome }) => outcome !== 'passed')
  return {
    file: entry.file,
    group: entry.file.split('/').slice(0, 2).join('/'),
    expected: `${entry.expected}: ${entry.outcome}`,
    agrees: agrees(failed, entry),
    because: (failed.length > 0 ? failed : doubtful).map(
      ({ outcome, code, detail }) => `${outcome} ${code}: ${detail}`,
    ),
  }
}

/** The same verdict, and for the reason that the source gives. */
function agrees(failed: Finding[], { expected, outcome }: Entry): boolean {
  if (expected === 'valid') return failed.length === 0
  return outcome
    .split('+')
    .filter((reason) => reason !== 'schema-unreachable')
    .every((reason) => failed.some(({ code }) => reasons[reason]?.test(code)))
}

/** Under which code the library has the reasons of the index. A schema elsewhere is never fetched. */
const reasons: Record<string, RegExp> = {
  revoked: /^revoked$/,
  expired: /^expired$/,
  'not-yet-valid': /^not-yet-valid$/,
  'bad-signature': /^signature-wrong$/,
  'no-proof': /^proof-missing$/,
  'unresolvable-key': /^key-(unreachable|malformed)$/,
  'status-list-bad-signature': /^status-list-wrong$/,
  type: /^type-wrong$/,
  context: /^context-wrong$/,
  structure: /^(context|value|type)-wrong$|^member-missing$/,
  'invalid-id': /^value-wrong$/,
  image: /^member-wrong$/,
  extension: /^extension-wrong$/,
  'hosted-scope': /^hosted-scope-wrong$/,
  'malformed-json': /^json-malformed$/,
  'endorsement-schema-unreachable': /^endorsement-/,
}

/** The input of an issuer: the suite that it comes from has its issuer put its own name in. */
function asIssued({ file, outcome }: Entry): Buffer {
  if (!outcome.startsWith('structure')) return bytesOf(file)
  const { issuer, ...credential } = read(file) as Record<string, unknown>
  const id = 'did:example:issuer'
  const isUnnamed = typeof issuer === 'object' && issuer !== null && !('id' in issuer)
  const named = issuer === undefined ? id : isUnnamed ? { id, ...issuer } : issuer
  return Buffer.from(JSON.stringify({ ...credential, issuer: named }))
}

/** Some are the input of an issuer: nobody signed them, and only their structure is judged. */
const isAsked = (question: Question, { outcome }: Entry) =>
  !outcome.startsWith('structure') || question === 'format' || question === 'conformance'

interface OwnDocument {
  address: string | undefined
  body: Buffer
}

/** A hosted badge stands at its own address: the harness of its source puts it there, too. */
async function ownDocument(bytes: Buffer): Promise<OwnDocument> {
  const silence = () => Promise.resolve({ answered: false as const })
  const { badge } = await receive(bytes, { fetchDocument: silence })
  const document = badge?.document as { id?: string; verify?: { url?: string } } | undefined
  return {
    address: badge?.version === '3.0' ? undefined : (document?.id ?? document?.verify?.url),
    body: Buffer.from(JSON.stringify(document ?? null)),
  }
}

function answer(url: string, { network }: Entry, own: OwnDocument): Fetched {
  const [plain = ''] = url.split('#')
  if (network.includes(`${plain.split('/').at(-1) ?? ''} must answer 404`))
    return found(plain, Buffer.alloc(0), 404)
  if (own.address === plain) return found(plain, own.body)
  const standIn = standIns.get(plain)
  if (standIn) return found(plain, Buffer.from(JSON.stringify(standIn)))
  const file = mapped.get(plain)
  return file === undefined ? { answered: false } : found(plain, bytesOf(file))
}

const found = (url: string, body: Buffer, status = 200): Fetched => ({
  ...{ answered: true, status, url, mediaType: 'application/ld+json', body },
})

const wellspring = 'https://dc.1edtech.org/wellspring2022/wellspring-portal'
const revoked = '54418d3f-ec01-4652-800a-861c890a51a1'

/** What the index describes in words, since the document itself is gone. */
const standIns = new Map([
  [
    `${wellspring}/api/revocations/da1e96e9-afcc-4eed-b9a2-2ddf7353214c`,
    { revokedCredential: [{ id: `${wellspring}/credential/${revoked}`, revoked: true }] },
  ],
])

/** Which file stands at which address; some sets bring their documents along instead of a map. */
const mapped = new Map([
  ...Object.entries(isThere ? (read('support/map.json') as Record<string, string>) : {}).map(
    ([url, file]): [string, string] => [url, `support/${file}`],
  ),
  ['http://a.com/badgeclass', 'valid/ob10-python/1_0_basic_badgeclass.json'],
  ['http://example.org/endorsement', 'valid/ob20-python/endorsement-set/endorsement.json'],
  ['http://example.org/endorsement2', 'valid/ob20-python/endorsement-set/endorsement2.json'],
])

function bytesOf(file: string): Buffer {
  return readFileSync(new URL(file, folder))
}

function read(file: string): unknown {
  return JSON.parse(bytesOf(file).toString())
}

export interface Group {
  name: string
  all: number
  agreeing: number
}

export const groupsOf = (compared: Compared[]): Group[] =>
  [...Map.groupBy(compared, ({ group }) => group)].map(([name, entries]) => ({
    ...{ name, all: entries.length },
    agreeing: entries.filter(({ agrees }) => agrees).length,
  }))

/** Agreement of each group, and every deviation with its reason. */
function report(compared: Compared[]): string {
  const deviations = compared.filter(({ agrees }) => !agrees)
  return [
    ...groupsOf(compared).map(
      ({ name, all, agreeing }) => `${name.padEnd(26)} ${String(agreeing)} of ${String(all)}`,
    ),
    `\n${String(compared.length - deviations.length)} of ${String(compared.length)} agree.`,
    ...deviations.map(
      ({ file, expected, because }) =>
        `\n${file}\n  expected ${expected}\n  ${because.join('\n  ')}`,
    ),
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(isThere ? report(await compareAll()) : 'The collection is not there.')
