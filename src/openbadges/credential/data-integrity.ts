import { createHash, verify, type KeyObject } from 'node:crypto'
import { canonicalize, NotCanonical, type NoCanonicalForm } from '#openbadges/canonical'
import type { Json } from '#openbadges/json'
import { multibase } from '#openbadges/multikey'

/** What a proof is to be checked against: hashing it costs most of a check, so it is done once. */
export interface Unsecured {
  contexts: unknown
  hash: () => Promise<Buffer | NoCanonicalForm>
}

/** The document without its proofs, each of which covers all of it (VC-DI §4.7, proof sets). */
export function unsecured({ proof: _proof, ...document }: Json): Unsecured {
  let hash: Promise<Buffer | NoCanonicalForm> | undefined
  return { contexts: document['@context'], hash: () => (hash ??= hashOf(document)) }
}

/**
 * VC-DI-EDDSA §3.2.2, by which `eddsa-2022` and Ed25519Signature2020 are checked as well: the hash of
 * the proof's own members, in the words of the document, and then that of the document.
 */
export async function verifyProof(
  { proofValue, ...configuration }: Json,
  { contexts, hash }: Unsecured,
  key: KeyObject,
): Promise<'right' | 'wrong' | NoCanonicalForm> {
  const signature = typeof proofValue === 'string' ? multibase(proofValue) : null
  if (signature?.length !== 64 || key.asymmetricKeyType !== 'ed25519') return 'wrong'
  const document = await hash()
  if (typeof document === 'string') return document
  const proof = await hashOf({ ...configuration, '@context': contexts })
  if (typeof proof === 'string') return proof
  return verify(null, Buffer.concat([proof, document]), key, signature) ? 'right' : 'wrong'
}

async function hashOf(document: Json): Promise<Buffer | NoCanonicalForm> {
  try {
    return createHash('sha256')
      .update(await canonicalize(document))
      .digest()
  } catch (error) {
    if (error instanceof NotCanonical) return error.reason
    throw error
  }
}
