import { expect, test } from 'vitest'
import type { Known } from '#checking/known'
import type { BadgeData } from '#openbadges/badge-data'
import {
  badge,
  finding,
  findingsOf,
  line,
  linesOf,
  now,
  rowsOf,
  stranger,
  verdict,
} from './verdicts.ts'

test('the lines stand in the order of the questions, each with one of four answers', () => {
  const { lines, checkedAt } = linesOf(verdict())
  expect(lines.map(({ outcome, label }) => `${label}: ${outcome}`)).toEqual([
    'Badge data is complete: yes',
    'Not changed: yes',
    'Issuer: yes',
    'Not taken back: yes',
    'Dates: yes',
    'Person: unknown',
    'Picture: unknown',
  ])
  expect(checkedAt).toEqual(now)
})

const byFindings = rowsOf(`
Badge data is complete | all is well | yes | The badge follows the Open Badges standard (3.0).
Badge data is complete | conformance warning unusual | look | The badge follows the Open Badges standard (3.0), but something in it is unusual.
Badge data is complete | conformance failed type-wrong | no | The data is damaged.
Badge data is complete | conformance unchecked x | unknown | We could not check whether the data is complete.
Not changed | all is well | yes | Signed by Northfield Exam Board; nothing was changed.
Not changed | proof passed hosted-same | yes | Found at board.example, the same as here.
Not changed | proof passed signature-right, proof warning proof-unknown | yes | Signed by Northfield Exam Board; nothing was changed.
Not changed | proof failed signature-wrong | no | The data was changed after it was issued.
Not changed | proof failed proof-missing | no | It has no signature, so nothing shows who made it.
Not changed | proof unchecked proof-missing | no | It has no signature, so nothing shows who made it.
Not changed | proof failed copy-differs | no | The issuer’s website says something else than this.
Not changed | proof failed assertion-not-found | no | There is no such badge at the issuer’s website.
Not changed | proof failed proof-malformed | no | Its signature is not as a signature must be.
Not changed | proof unchecked assertion-gone | unknown | It does not stand at its address any more.
Not changed | proof unchecked proof-type-unknown | unknown | It is signed in a way that we cannot check.
Not changed | proof failed key-unreachable | no | The issuer does not have the key that it was signed with.
Not changed | proof unchecked key-unreachable | unknown | We could not reach the issuer’s key.
Not changed | proof unchecked assertion-unreachable | unknown | We could not reach the issuer’s website.
Issuer | all is well | yes | We know this issuer: Northfield Exam Board, northfield.example.
Issuer | issuer unchecked issuer-not-proven | look | We do not know this issuer. Nothing shows that Northfield Exam Board made this badge. Decide if you trust it.
Issuer | issuer failed key-not-of-issuer | no | Nothing of Northfield Exam Board says that it made this badge.
Not taken back | all is well | yes | The issuer has not taken it back.
Not taken back | status failed revoked | no | Taken back. Reason: not given.
Not taken back | status failed suspended | look | Northfield Exam Board has paused this badge. It may become valid again.
Not taken back | status unchecked status-not-given | unknown | The issuer gives no list to check.
Not taken back | status unchecked status-unreachable | unknown | The list did not answer.
Not taken back | status unchecked status-not-asked | unknown | We did not ask: the badge itself does not hold.
Not taken back | status failed status-list-wrong | unknown | The list of the issuer cannot be relied on.
Dates | all is well | yes | Issued 4 March 2026. No end date.
Dates | dates failed dates-wrong | no | The dates of the badge contradict each other.
Dates | dates unchecked x | unknown | The badge gives no date that we can read.
Person | all is well | unknown | The learner has not shown a name.
Picture | picture passed picture-right | yes | Same data inside the picture file.
Picture | picture warning baked-twice | look | The data inside the picture file is not as it should be.
Picture | all is well | unknown | It did not come as a picture file with data inside.
Newest version | refresh passed refreshed | yes | This is the newest version of the badge.
Newest version | refresh warning refresh-older | look | The issuer may have a newer version.
Newest version | refresh unchecked refresh-unreachable | unknown | We could not look for a newer version.
Endorsements | endorsement passed endorsement-right | yes | Others vouch for this badge, and their words were not changed.
Endorsements | endorsement failed endorsement-wrong | look | It says that others vouch for it, but that does not hold.
Endorsements | endorsement unchecked endorsement-unreachable | unknown | We could not check who vouches for this badge.
`)

test.each(byFindings)('%s, %s: %s', (label = '', findings = '', outcome = '', text = '') => {
  expect(line(label, verdict(findingsOf(findings)))).toEqual({ label, outcome, text })
})

test.each([
  ['https://board.example/issuers/1', 'The domain is board.example.'],
  ['did:web:board.example%3A8443:issuers:1', 'The domain is board.example:8443.'],
  ['did:key:z6Mk', 'It gives no domain.'],
])('an issuer %s that we do not know is told by nothing but its id', (id, where) => {
  const found = verdict([], { issuer: { ...badge.issuer, id } })
  const text = `We do not know this issuer. ${where} Decide if you trust it.`
  expect(line('Issuer', found, stranger)).toEqual({ label: 'Issuer', outcome: 'look', text })
})

test('a badge that was taken back says when and why, as far as its issuer does', () => {
  const facts = { revokedAt: '2026-10-01T08:00:00Z', reason: 'A mistake' }
  const found = verdict([finding('status', 'failed', 'revoked', facts)])
  expect(line('Not taken back', found)?.text).toBe(
    'Taken back on 1 October 2026. Reason: A mistake.',
  )
})

test.each<[Partial<BadgeData>, string, string]>([
  [{ expiresOn: '2029-03-04T00:00:00Z' }, 'yes', 'Issued 4 March 2026. Valid until 4 March 2029.'],
  [{ expiresOn: '2026-06-01T00:00:00Z' }, 'look', 'Issued 4 March 2026. Expired on 1 June 2026.'],
  [{ validFrom: '2027-01-01T00:00:00Z' }, 'look', 'Not valid before 1 January 2027.'],
  [{ issuedOn: null, validFrom: null }, 'yes', 'It does not say when it was issued. No end date.'],
])('dates %o are held against the clock, whenever the check was', (dates, outcome, text) => {
  expect(line('Dates', verdict([], dates))).toEqual({ label: 'Dates', outcome, text })
})

test.each<[Known['person'], string, string]>([
  [
    { is: 'confirmed', name: 'Maria Rossi' },
    ...(['yes', 'Awarded to Maria Rossi, as confirmed by email in Passport.'] as const),
  ],
  [
    { is: 'self-named', name: 'Maria' },
    ...(['look', 'The learner’s name in Passport is Maria. The issuer gave no name.'] as const),
  ],
  [{ is: 'me', address: 'm@example.org' }, 'yes', 'It names your address m@example.org.'],
  [{ is: 'another' }, 'look', 'Nothing shows that it was given to whoever added it here.'],
  [
    { is: 'unknown' },
    ...([
      'unknown',
      'It says that it was awarded to Tom. We do not know who shows it to you.',
    ] as const),
  ],
])('whose it is: %o', (person, outcome, text) => {
  const found = verdict([], { recipientName: 'Tom' })
  expect(line('Person', found, { person })).toEqual({ label: 'Person', outcome, text })
})
