import { answers } from '#openbadges/answers'
import { isObject } from '#openbadges/json'
import { findKid, ownedKey, type KeyAnswer } from './find-key.ts'
import { headerTrouble, readJws, verifyJws, type Jws } from './jws.ts'
import { keyMissing, ownership, type Proven } from './proven.ts'
import { keyOfJwk } from './public-key.ts'
import type { Visit } from './visit.ts'

const answer = answers('proof', 'OB 3.0 §8.2.6, RFC 7515 §5.2')

/** Steps 1 to 4 of a VC-JWT's check. */
export async function checkJwt(compact: string, issuer: string, visit: Visit): Promise<Proven> {
  const jws = readJws(compact)
  if (!jws) return unproven('jws-malformed', 'This is no JWT.')
  const trouble = headerTrouble(jws.header)
  if (trouble) return unproven(trouble, troubles[trouble])
  const key = await keyOf(jws, issuer, visit)
  if (!key.found) return { proof: keyMissing(key.why, answer), issuer: null }
  const result = verifyJws(jws, key.key)
  if (result !== 'right')
    return unproven(result === 'wrong' ? 'signature-wrong' : 'key-malformed', failures[result])
  return { proof: signatureRight, issuer: ownership(key.owner, key.ended) }
}

const unproven = (code: string, detail: string): Proven => ({
  ...{ proof: answer('failed', code, detail), issuer: null },
})

const troubles = {
  'algorithm-not-allowed':
    'It is not signed in a way that can be relied on: RS256, ES256 or EdDSA.',
  'header-critical': 'Its header asks for something that we do not know.',
}

const failures = {
  wrong: 'The signature does not fit: something was changed after it was signed.',
  unfit: 'The key does not fit the algorithm, or is too short.',
}

const signatureRight = answer(
  'passed',
  'signature-right',
  'The signature fits: nothing was changed since it was signed.',
)

/** `kid` first; a key in the header itself is anybody's until the issuer's document lists it. */
async function keyOf({ header }: Jws, issuer: string, visit: Visit): Promise<KeyAnswer> {
  const { kid, jwk } = header
  const named = typeof kid === 'string' ? await findKid(absolute(kid, issuer), issuer, visit) : null
  if (named?.found || (named && !isObject(jwk))) return named
  if (!isObject(jwk)) return { found: false, why: 'missing' }
  const key = keyOfJwk(jwk)
  return key ? ownedKey(key, issuer, visit, null) : { found: false, why: 'malformed' }
}

/** Some write the fragment alone. */
const absolute = (kid: string, issuer: string) => (kid.startsWith('#') ? issuer + kid : kid)
