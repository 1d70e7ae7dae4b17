import { answers } from '#openbadges/answers'
import type { Checked } from '#openbadges/checked'
import type { Circumstances } from '#openbadges/circumstances'
import type { ReceivedBadge } from '#openbadges/received-badge'
import { checkCore } from './check-core.ts'
import { checkDates } from './check-dates.ts'
import { checkEndorsements } from './check-endorsements.ts'
import { checkRecipient } from './check-recipient.ts'
import { refresh } from './check-refresh.ts'
import { checkStatus } from './check-status.ts'
import { openDocument } from './prove.ts'
import { readBadge } from './read-badge.ts'
import { visitOf } from './visit.ts'

/** Open Badges 3.0 §9.1, step by step. */
export async function checkCredential(
  { jws, document }: Pick<ReceivedBadge, 'jws' | 'document'>,
  circumstances: Circumstances,
): Promise<Checked> {
  const received = openDocument(document, jws)
  if (!received) return { version: '3.0', findings: [tooComplex], badge: null }
  const visit = visitOf(circumstances)
  const core = await checkCore(received, visit)
  // What is not proven leads nowhere: a false one could name any address.
  const newest = core.isProven
    ? await refresh(received, visit)
    : { envelope: received, findings: [] }
  const { credential } = newest.envelope
  const [status, endorsements] = core.isProven
    ? await Promise.all([checkStatus(credential, visit), checkEndorsements(credential, visit)])
    : [[statusNotAsked], []]
  const findings = [
    ...[...core.findings, ...newest.findings, ...status],
    ...checkDates(credential, visit.now),
    checkRecipient(credential, visit.recipients),
    ...endorsements,
  ]
  return { version: '3.0', findings, badge: readBadge(credential) }
}

const tooComplex = answers('conformance', 'VC-DI §5')(
  'failed',
  'too-complex',
  'It is no object, or larger or more nested than any badge.',
)

const statusNotAsked = answers('status', 'OB 3.0 §9.1 step 4')(
  'unchecked',
  'status-not-asked',
  'Without a proof that holds, nobody is asked whether it was taken back.',
)
