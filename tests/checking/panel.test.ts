import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Known } from '#checking/known'
import type { BadgeData } from '#openbadges/badge-data'
import type { Finding, Outcome, Question } from '#openbadges/finding'
import { band, findingsOf, rowsOf, stranger, verdict } from './verdicts.ts'

const expired = { expiresOn: '2026-06-01T00:00:00Z' }

const byFindings = rowsOf(`
all is well | good | Verified
status unchecked status-not-given | warn | Check the issuer yourself
issuer unchecked issuer-not-proven | warn | Check the issuer yourself
status unchecked status-unreachable | unknown | Could not be checked fully
status failed status-list-wrong | unknown | Could not be checked fully
proof unchecked key-unreachable | unknown | Could not be checked fully
dates unchecked x | unknown | Could not be checked fully
conformance unchecked x | unknown | Could not be checked fully
endorsement failed endorsement-wrong | unknown | Could not be checked fully
status failed suspended | warn | Northfield Exam Board has paused this badge
proof failed proof-missing | bad | Not valid: nothing proves this badge
proof failed copy-differs | bad | Not valid: the badge data was changed
proof failed assertion-not-found | bad | Not valid: the issuer does not have this badge
proof failed proof-malformed | bad | Not valid: its signature is damaged
proof failed key-unreachable | bad | Not valid: the key that signed it is not there
proof unchecked proof-missing | bad | Not valid: nothing proves this badge
proof failed signature-wrong | bad | Not valid: the badge data was changed
issuer failed key-not-of-issuer | bad | Not valid: it is not from the issuer it names
conformance failed context-wrong | bad | Not valid: the badge data is damaged
status failed revoked | bad | Not valid: taken back by the issuer
status failed revoked, issuer unchecked x | bad | Not valid: taken back by the issuer
picture warning baked-twice | good | Verified
`)

describe('the band', () => {
  test.each(byFindings)('%s: %s, %s', (findings = '', tone = '', heading = '') => {
    expect(band(verdict(findingsOf(findings)))).toMatchObject({ tone, heading })
  })

  test.each<[string, Partial<BadgeData>, Partial<Known>, string]>([
    ['it ended after it was checked', expired, {}, 'Verified, but expired'],
    ['it has not begun', { validFrom: '2027-01-01' }, {}, 'Verified, but not valid yet'],
    ['nobody here knows the issuer', {}, stranger, 'Check the issuer yourself'],
    ['that is so, and it has ended', expired, stranger, 'Check the issuer yourself'],
    ['it names another', {}, { person: { is: 'another' } }, 'Could not be checked fully'],
    [
      'it was taken back after it was checked',
      {},
      { revoked: { on: new Date('2026-11-22T10:00:00Z'), reason: null } },
      'Not valid: taken back by the issuer on 22 November 2026',
    ],
  ])('when %s', (_when, badge, more, heading) => {
    expect(band(verdict([], badge), more).heading).toBe(heading)
  })

  test('calls what nothing proves not checked by an issuer where a learner added it', () => {
    const found = verdict(findingsOf('proof failed proof-missing'))
    expect(band(found, { ...stranger, isAdded: true })).toEqual({
      tone: 'unknown',
      heading: 'Not checked by an issuer',
      text: 'The learner added this file.',
    })
  })

  test('says that a badge of a stranger has ended, too', () => {
    expect(band(verdict([], expired), stranger).text).toBe(
      'It comes from board.example and was not changed, but we do not know who that is. Decide if you trust it. Expired on 1 June 2026.',
    )
  })

  test('says who did not answer, and that this is no accusation', () => {
    expect(band(verdict(findingsOf('status unchecked status-unreachable'))).text).toBe(
      'board.example did not answer. This does not mean that the badge is false.',
    )
  })
})

const questions = [
  ...(['format', 'conformance', 'proof', 'issuer', 'refresh', 'status', 'dates'] as const),
  ...(['recipient', 'picture', 'endorsement'] as const),
]

const anyFinding = fc.record({
  question: fc.constantFrom(...questions),
  outcome: fc.constantFrom<Outcome>('passed', 'failed', 'warning', 'unchecked'),
  code: fc.constantFrom(
    ...['signature-right', 'signature-wrong', 'proof-missing', 'key-unreachable', 'in-time'],
    ...['issuer-proven', 'not-revoked', 'revoked', 'suspended', 'status-not-given', 'expired'],
  ),
  clause: fc.constant(''),
  detail: fc.constant(''),
})

const anyPerson = fc.constantFrom<Known['person']>(
  ...[{ is: 'hidden' as const }, { is: 'another' as const }, { is: 'unknown' as const }],
  { is: 'confirmed', name: 'Maria' },
)

describe('whatever was found', () => {
  const check = (holds: (findings: Finding[], heading: string) => boolean) =>
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 12 }), anyPerson, (findings, person) =>
        holds(findings, band({ ...verdict(), findings }, { person }).heading),
      ),
      { numRuns: 5000 },
    )

  const passed = (findings: Finding[], asked: Question) =>
    findings.some(({ question, outcome }) => question === asked && outcome === 'passed')

  test('nothing is called verified without a proof that passed', () => {
    check((findings, heading) => !heading.startsWith('Verified') || passed(findings, 'proof'))
  })

  test('nothing is called verified while what counts has failed or has no answer', () => {
    const harmless = ['recipient', 'picture']
    const ofTheClock = ['in-time', 'expired']
    check((findings, heading) => {
      if (!heading.startsWith('Verified')) return true
      const counts = findings.filter(
        ({ question, code }) =>
          !harmless.includes(question) && !(question === 'dates' && ofTheClock.includes(code)),
      )
      const asked = (['proof', 'issuer', 'status', 'dates'] as const).every((one) =>
        findings.some(({ question }) => question === one),
      )
      return asked && counts.every(({ outcome }) => outcome !== 'failed')
    })
  })

  test('nothing is called not valid that has not failed, or that nothing proves', () => {
    const against = ({ outcome, code }: Finding) => outcome === 'failed' || code === 'proof-missing'
    check((findings, heading) => !heading.startsWith('Not valid') || findings.some(against))
  })
})
