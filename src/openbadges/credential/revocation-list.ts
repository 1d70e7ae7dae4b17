import { answers } from '#openbadges/answers'
import type { Finding } from '#openbadges/finding'
import { isObject, listOf, type Json } from '#openbadges/json'
import { issuerOf } from './envelope.ts'
import { isSameId } from './same-id.ts'
import { jsonAt, type Visit } from './visit.ts'

const answer = answers('status', 'OB 3.0 §9.1 step 4, 1EdTech VCRL 1.0')

/** A plain list of what an issuer took back. Nobody signs it: it counts by where it stands. */
export async function checkRevocationList(
  entry: Json,
  credential: Json,
  visit: Visit,
): Promise<Finding[]> {
  const { id: url } = entry
  const list = typeof url === 'string' ? await jsonAt(url, visit) : null
  if (list?.is !== 'there') return [unreachable]
  if (!isObject(list.content)) return [malformed]
  const revoked = revokedIn(list.content).find(({ id }) => isSameId(id, credential['id']))
  if (revoked) return [takenBack(revoked)]
  return isOf(list.content, credential, String(url)) ? [notRevoked] : [notOfIssuer]
}

const unreachable = answer(
  'unchecked',
  'status-unreachable',
  'The list of what was taken back did not answer.',
)

const malformed = answer(
  'unchecked',
  'status-unreachable',
  'There is no list where it is meant to be.',
)

const notRevoked = answer('passed', 'not-revoked', 'The issuer’s list does not name it.')

const notOfIssuer = answer(
  'failed',
  'status-list-wrong',
  'The list is another issuer’s, so that it does not name this one says nothing.',
)

const takenBack = ({ revocationReason }: Json): Finding =>
  answer('failed', 'revoked', 'The issuer has taken it back.', {
    ...(typeof revocationReason === 'string' && { reason: revocationReason.slice(0, 500) }),
  })

/** The text of VCRL has the plural, the official validator reads the singular; a bare id will do. */
function revokedIn({ revokedCredential, revokedCredentials }: Json): Json[] {
  return [...listOf(revokedCredential), ...listOf(revokedCredentials)]
    .map((one) => (typeof one === 'string' ? { id: one } : one))
    .filter(isObject)
    .filter(({ revoked }) => revoked !== false)
}

/** By its own word, or because it stands where the issuer is at home. */
function isOf(list: Json, credential: Json, url: string): boolean {
  const issuer = issuerOf(credential)
  if (list['issuer'] !== undefined) return isSameId(issuerOf(list), issuer)
  return issuer !== null && URL.canParse(issuer) && new URL(issuer).origin === new URL(url).origin
}
