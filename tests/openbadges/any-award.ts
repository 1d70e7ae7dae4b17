import fc from 'fast-check'
import type { Award } from '#openbadges/award'
import type { CredentialStatus } from '#openbadges/credential/write-credential'

/** What stands around an award when it is written. */
export const addresses = {
  id: 'urn:uuid:11111111-1111-8111-8111-111111111111',
  subject: 'urn:uuid:22222222-2222-8222-8222-222222222222',
  achievement: 'https://p.test/achievements/1',
  achievementImage: 'https://p.test/achievements/1/badge-640.png',
  issuer: 'https://p.test/issuers/1',
}

export const entry: CredentialStatus = {
  id: 'https://p.test/issuers/1/status/1#94567',
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '94567',
  statusListCredential: 'https://p.test/issuers/1/status/1',
}

export const fullAward: Award = {
  issuedOn: new Date('2026-03-04T10:20:30.456Z'),
  expiresOn: new Date('2028-03-04T23:59:59.999Z'),
  recipient: { email: 'ana@example.org', salt: '0123456789abcdef0123456789abcdef' },
  evidence: [
    { url: 'https://e.test/map', name: 'A map', narrative: 'Drew a map.' },
    { url: null, name: null, narrative: 'Said a poem.' },
  ],
  achievement: {
    name: 'First Aid',
    description: 'Knows what to do.',
    criteria: 'Passed a **test**.',
    language: 'pt-br',
    skills: ['First aid'],
    tags: ['health', 'First aid'],
    alignments: [
      {
        name: 'CEFR B2',
        url: 'https://coe.test/b2',
        framework: 'CEFR',
        code: 'B2',
        description: 'Upper intermediate.',
      },
      { name: 'Without an address', url: null, framework: null, code: null, description: null },
    ],
    issuer: { name: 'Board', url: 'https://board.test/', email: 'badges@board.test' },
  },
}

/** With nothing that may be left out. */
export const bareAward: Award = {
  ...fullAward,
  expiresOn: null,
  evidence: [],
  achievement: { ...fullAward.achievement, language: 'x', skills: [], tags: [], alignments: [] },
}

const awkward = [
  '"',
  '\\',
  '\n',
  '\r',
  '\t',
  '\b',
  '\f',
  '\u0001',
  '\u007f',
  '\u2028',
  'é',
  '😀',
  'a',
]

const text = fc
  .array(fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'binary', maxLength: 3 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((pieces) => pieces.join(''))

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })

/** Also such as a browser takes and no IRI has. */
const url = fc
  .tuple(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.constantFrom('', '?{a}|b^`'),
  )
  .map(([address, odd]) => new URL(address.includes('?') ? address : address + odd).href)

const date = fc.date({
  ...{ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true },
})

/** Some twice: what is alike in everything has to be told apart all the same. */
const several = <Value>(value: fc.Arbitrary<Value>) =>
  fc
    .tuple(fc.array(value, { maxLength: 6 }), fc.nat({ max: 3 }))
    .map(([values, again]) => [...values, ...values.slice(0, again)])

/** Any award that an issuer could make. */
export const anyAward: fc.Arbitrary<Award> = fc.record({
  issuedOn: date,
  expiresOn: maybe(date),
  recipient: fc.record({ email: fc.emailAddress(), salt: text }),
  evidence: several(fc.record({ url: maybe(url), name: maybe(text), narrative: maybe(text) })),
  achievement: fc.record({
    ...{ name: text, description: text, criteria: text },
    language: fc.constantFrom('en', 'pt-BR', 'zh-hant-TW', 'x'),
    skills: several(text),
    tags: several(text),
    alignments: several(
      fc.record({
        ...{ name: text, url: maybe(url), framework: maybe(text), code: maybe(text) },
        description: maybe(text),
      }),
    ),
    issuer: fc.record({ name: text, url, email: fc.emailAddress() }),
  }),
})
