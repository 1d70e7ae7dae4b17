import { answers } from './answers.ts'
import type { Version } from './circumstances.ts'
import type { Finding } from './finding.ts'
import { parseJson } from './json.ts'
import type { Received } from './received-badge.ts'
import { recognise, type Recognised } from './recognise.ts'

const answer = answers('format', 'OB 3.0 §5, OB 2.0 "Data validation"')

export function receiveJson(text: string, source: string | null): Received {
  const document = parseJson(text)
  if (document === undefined) return { format: 'json', findings: [malformed], badge: null }
  return receiveDocument('json', { document, jws: null, source })
}

/** A compact JWS; whether it is signed rightly, and at all, is asked later. */
export function receiveJws(jws: string, source: string | null): Received {
  const [, payload = ''] = jws.split('.')
  const document = parseJson(Buffer.from(payload, 'base64url').toString())
  if (document === undefined) return { format: 'jwt', findings: [malformed], badge: null }
  return receiveDocument('jwt', { document, jws, source })
}

const malformed = answer(
  'failed',
  'json-malformed',
  'The text is no JSON, or it is nested beyond reason.',
)

function receiveDocument(
  format: 'json' | 'jwt',
  came: { document: unknown; jws: string | null; source: string | null },
): Received {
  const what = recognise(came.document)
  return isOther(what)
    ? { format, findings: [others[what]], badge: null }
    : { format, findings: [found(what)], badge: { version: what, ...came } }
}

const found = (version: string) =>
  answer('passed', 'badge-found', `This looks like Open Badges ${version}.`, { version })

type Other = Exclude<Recognised, Version>

const isOther = (what: Recognised): what is Other => what in others

const others: Record<Other, Finding> = {
  nothing: answer('failed', 'not-a-badge', 'This is JSON, but no badge of any version.'),
  several: answer(
    'failed',
    'not-a-single-badge',
    'This is something around badges, such as a presentation or a list, and not one badge by itself.',
  ),
  record: answer(
    'failed',
    'record-not-a-badge',
    'This is a Comprehensive Learner Record (CLR), which holds many achievements; it is not one badge.',
  ),
}
