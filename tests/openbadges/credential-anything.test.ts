import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checked, codes } from './support/credential-checks.ts'
import { badge, contexts, school, signed, type Json } from './support/credential-issuers.ts'
import { encoded } from './support/credential-jwts.ts'
import { emptyWeb } from './web.ts'

// Whatever somebody sends, there is an answer, and no exception.

/** Any JSON, with a liking for what a badge has. */
const anyJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, 0, -1, 1e308, '', 'x', 'https://a.test', 'z6Mk', school.didKey),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom('id', 'type', '@context', '@id', '__proto__', 'constructor', 'a:b', 'salt'),
      tie('value'),
      { maxKeys: 3 },
    ),
  ),
})).value

const places = [
  ...['@context', 'id', 'type', 'issuer', 'validFrom', 'validUntil', 'credentialSubject', 'proof'],
  ...['credentialStatus', 'refreshService', 'endorsement', 'endorsementJwt', 'evidence', 'name'],
  ...['credentialSchema', 'termsOfUse', 'image', 'awardedDate', 'description'],
]

test('whatever stands where, the check answers', async () => {
  const one = await signed(badge())
  const inner = [
    ...[
      'proof',
      'credentialSubject',
      'issuer',
      'credentialStatus',
      'achievement',
      'type',
      'created',
    ],
    ...[
      'verificationMethod',
      'proofValue',
      'cryptosuite',
      'identifier',
      'criteria',
      'statusListIndex',
    ],
  ]
  const change = fc.record({
    place: fc.constantFrom(...places),
    member: fc.option(fc.constantFrom(...inner)),
    value: anyJson,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const document = structuredClone(one)
      for (const { place, member, value } of changes) {
        const at = document[place]
        if (member !== null && typeof at === 'object' && at !== null) (at as Json)[member] = value
        else document[place] = value
      }
      const { findings } = await checked(document, { recipients: ['a@b.test'] })
      expect(findings.length).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
})

test('whatever stands in a JWT, the check answers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom('alg', 'kid', 'jwk', 'typ', 'crit', 'b64'), anyJson),
      fc.dictionary(fc.constantFrom(...places, 'vc', 'iss', 'sub', 'jti', 'nbf', 'exp'), anyJson),
      async (header, payload) => {
        const rs256 = { alg: 'RS256', ...header }
        const jws = [rs256, payload].map((part) => encoded(JSON.stringify(part))).join('.')
        const { findings } = await checked(`${jws}.AAAA`)
        expect(findings.some(({ outcome }) => outcome !== 'passed')).toBe(true)
        expect(codes(findings, 'proof')).not.toContain('passed signature-right')
      },
    ),
    { numRuns: 300 },
  )
})

test('whatever stands at the addresses of a badge, the check answers', async () => {
  const url = 'https://school.test/1'
  const words = [...contexts, 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json']
  const one = await signed(
    badge({
      '@context': words,
      credentialStatus: [
        { id: url, type: '1EdTechRevocationList' },
        {
          ...{ id: `${url}#1`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation' },
          ...{ statusListIndex: '1', statusListCredential: url },
        },
      ],
      refreshService: { id: url, type: '1EdTechCredentialRefresh' },
    }),
  )
  const members = [
    'issuer',
    'revokedCredential',
    'verificationMethod',
    'assertionMethod',
    'keys',
    'id',
  ]
  const anything = fc.oneof(
    fc.string(),
    fc
      .dictionary(fc.constantFrom(...members, ...places), anyJson)
      .map((value) => JSON.stringify(value)),
  )
  await fc.assert(
    fc.asyncProperty(anything, async (content) => {
      const web = emptyWeb()
      web.stands(url, content)
      const { findings } = await checked(one, { web })
      expect(codes(findings, 'proof')).toEqual(['passed signature-right'])
    }),
    { numRuns: 200 },
  )
})
