import { answers } from '#openbadges/answers'
import { headerTrouble, readJws, verifyJws, type Jws } from '#openbadges/credential/jws'
import type { Finding } from '#openbadges/finding'
import { isObject, textOf, type Json } from '#openbadges/json'
import { keyOfOldBadge, keysOf, type Key } from './keys.ts'
import type { Part, Visit } from './linked.ts'
import { isUrl } from './values.ts'

const clause = 'OB 2.0 "SignedBadge"'
const proof = answers('proof', clause)
const issuer = answers('issuer', clause)

export interface Signed {
  proof: Finding
  issuer: Finding
  isProven: boolean
}

/** Whether a key of the issuer signed these bytes. */
export async function checkSignature(
  jws: string,
  assertion: Json,
  part: Part,
  visit: Visit,
): Promise<Signed> {
  const read = readJws(jws)
  const trouble = read ? headerTrouble(read.header) : 'header-wrong'
  if (!read || trouble)
    return refused(
      proof('failed', trouble ?? 'header-wrong', 'The signature is of no kind that counts.'),
    )
  // A profile that came along, or that goes by a foreign name, is nobody's word but the signer's.
  if (part.is !== 'there' || part.stands === 'inside' || part.stands === 'foreign')
    return withoutIssuer(part)
  const keys = await keysFor(assertion, part.document, visit)
  if (keys === null) return notOfIssuer
  return verdict(read, keys)
}

/** Which keys may have signed it: those of the profile, and before 2.0 the one of its own host. */
function keysFor(assertion: Json, profile: Json, visit: Visit): Promise<Key[] | null> {
  const verification = isObject(assertion['verification']) ? assertion['verification'] : {}
  const { creator, url } = verification
  const isOld = profile['publicKey'] === undefined && isUrl(url)
  if (isOld) return keyOfOldBadge(url, profile, visit).then((key) => [key])
  return keysOf(profile, textOf(creator), visit)
}

function verdict(read: Jws, keys: Key[]): Signed {
  const usable = keys.flatMap((key) => (key.is === 'there' ? [key.key] : []))
  const results = usable.map((key) => verifyJws(read, key))
  if (results.includes('right')) return right
  const isAnyone = (is: Key['is']) => keys.some((key) => key.is === is)
  if (isAnyone('silent')) return unreachable
  if (results.includes('wrong')) return wrong
  if (isAnyone('foreign')) return notOfIssuer
  return refused(
    results.includes('unfit')
      ? proof('failed', 'key-unfit', 'The key is not one for this kind of signature, or too short.')
      : proof('failed', 'key-unreachable', 'There is no key where the issuer says that it is.'),
  )
}

const notProven = issuer('unchecked', 'issuer-not-proven', 'No signature shows who issued it.')

const refused = (finding: Finding): Signed => ({
  ...{ proof: finding, issuer: notProven, isProven: false },
})

const right: Signed = {
  proof: proof('passed', 'signature-right', 'The signature is right.'),
  issuer: issuer('passed', 'issuer-proven', 'The key is one that the issuer’s profile names.'),
  isProven: true,
}

const wrong = refused(proof('failed', 'signature-wrong', 'The data is not what was signed.'))

const unreachable = refused(
  proof('unchecked', 'key-unreachable', 'The issuer’s key did not answer.'),
)

const notOfIssuer: Signed = {
  proof: proof('unchecked', 'key-not-trusted', 'No key of the issuer was there to check with.'),
  issuer: issuer('failed', 'key-not-of-issuer', 'The issuer’s profile does not name this key.'),
  isProven: false,
}

function withoutIssuer({ is }: Part): Signed {
  if (is === 'silent')
    return {
      proof: proof('unchecked', 'key-unreachable', 'Without the issuer’s profile there is no key.'),
      issuer: issuer('unchecked', 'issuer-unreachable', 'The issuer’s profile did not answer.'),
      isProven: false,
    }
  return {
    proof: proof('failed', 'key-unreachable', 'Without the issuer’s profile there is no key.'),
    issuer: issuer('failed', 'issuer-not-found', 'There is no profile of the issuer.'),
    isProven: false,
  }
}
