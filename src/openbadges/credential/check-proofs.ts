import { answers } from '#openbadges/answers'
import type { Finding } from '#openbadges/finding'
import { isObject, listOf, type Json } from '#openbadges/json'
import { unsecured, verifyProof, type Unsecured } from './data-integrity.ts'
import { findKey } from './find-key.ts'
import { instantOf } from './instant.ts'
import { keyMissing, ownership, type Proven } from './proven.ts'
import { unplainMember } from './plain-form.ts'
import type { Visit } from './visit.ts'

const answer = answers('proof', 'OB 3.0 §8.3, VC-DI §4.4')

/** More than anybody needs; each costs a canonicalisation. */
const mostProofs = 4

/** Kinds of proofs that are checked. The third name was in the first texts of OB 3.0 §8.3. */
const cryptosuites = new Set<unknown>(['eddsa-rdfc-2022', 'eddsa-2022', 'eddsa-rdf-2022'])

/** Clocks may differ by so much. */
const skew = 5 * 60 * 1000

/** Embedded proofs, of which one that holds is enough (OB 3.0 §8). */
export async function checkProofs(
  credential: Json,
  issuer: string,
  visit: Visit,
): Promise<Proven[]> {
  const proofs = listOf(credential['proof'])
  if (proofs.length === 0) return [unproven(missing)]
  if (proofs.length > mostProofs) return [unproven(tooMany)]
  const member = unplainMember(credential)
  if (member !== null) return [unproven(notPlain(member))]
  const document = unsecured(credential)
  return Promise.all(proofs.map((proof) => checkProof(proof, document, issuer, visit)))
}

const unproven = (finding: Finding): Proven => ({ proof: finding, issuer: null })

const missing = answer(
  'failed',
  'proof-missing',
  'There is no proof: anybody could have written it.',
)

const tooMany = answer('failed', 'too-many-proofs', `There are more than ${mostProofs} proofs.`)

const notPlain = (member: string) =>
  answer(
    'failed',
    'form-not-plain',
    `It is written so that it could mean something else than it says: at "${member.slice(0, 80)}".`,
  )

async function checkProof(
  proof: unknown,
  document: Unsecured,
  issuer: string,
  visit: Visit,
): Promise<Proven> {
  const wrong = isObject(proof) ? troubleOf(proof, visit.now) : malformed
  if (wrong || !isObject(proof)) return unproven(wrong ?? malformed)
  const key = await findKey(String(proof['verificationMethod']), issuer, visit)
  if (!key.found) return unproven(keyMissing(key.why, answer))
  const result = await verifyProof(proof, document, key.key)
  if (result === 'wrong') return unproven(signatureWrong)
  if (result !== 'right') return unproven(notCanonical[result])
  return { proof: signatureRight, issuer: ownership(key.owner, key.ended) }
}

const malformed = answer('failed', 'proof-malformed', 'The proof lacks what a proof needs.')

/** What a proof says of itself; null where nothing stands against checking it. */
function troubleOf(proof: Json, now: Date): Finding | null {
  const { type, cryptosuite, verificationMethod, previousProof } = proof
  if (typeof type !== 'string' || !isKnown(type, cryptosuite)) return typeUnknown
  if (typeof verificationMethod !== 'string') return malformed
  if (proof['proofPurpose'] !== 'assertionMethod') return purposeWrong
  if (previousProof !== undefined) return chained
  return troubleOfDates(proof, now)
}

const isKnown = (type: string, cryptosuite: unknown) =>
  type === 'Ed25519Signature2020' ||
  (type === 'DataIntegrityProof' && cryptosuites.has(cryptosuite))

const typeUnknown = answer(
  'unchecked',
  'proof-type-unknown',
  'The proof is of a kind that we do not check.',
)

const purposeWrong = answer(
  'failed',
  'proof-purpose-wrong',
  'The proof was not made to assert anything.',
)

const chained = answer('unchecked', 'proof-type-unknown', 'The proof builds on another one.')

function troubleOfDates({ created, expires }: Json, now: Date): Finding | null {
  const from = instantOf(created)
  const until = instantOf(expires)
  if ((created !== undefined && !from) || (expires !== undefined && !until)) return malformed
  if (from && +from > +now + skew) return fromTheFuture
  return until && until <= now ? ended : null
}

const fromTheFuture = answer('failed', 'proof-not-yet-valid', 'The proof was made in the future.')

const ended = answer(
  'failed',
  'proof-expired',
  'The proof was only good until a time that has passed.',
)

const signatureWrong = answer(
  'failed',
  'signature-wrong',
  'The signature does not fit: something was changed after it was signed.',
)

const signatureRight = answer(
  'passed',
  'signature-right',
  'The signature fits: nothing was changed since it was signed.',
)

/** Why there is nothing that a signature could be held against. */
const notCanonical = {
  'context-unknown': answer(
    'failed',
    'context-unknown',
    'It uses words of a context that we do not know, and contexts are never fetched.',
  ),
  'term-undefined': answer(
    'failed',
    'term-undefined',
    'It has members that no context defines, so the signature does not cover them.',
  ),
  'too-complex': answer('failed', 'too-complex', 'It is made so that checking it would never end.'),
  'not-json-ld': answer('failed', 'json-ld-wrong', 'It is no JSON-LD that can be read.'),
}
