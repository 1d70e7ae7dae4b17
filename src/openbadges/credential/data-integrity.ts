import { hash, verify } from 'node:crypto'
import { canonicalize, NotCanonical, type NoCanonicalForm } from '#openbadges/canonical'
import type { Json } from '#openbadges/json'
import { multibase } from '#openbadges/multikey'
import { canonicalProof } from './canonical-proof.ts'
import type { PublicKey } from './public-key.ts'
import { canonicalOfOurs } from './write-canonical.ts'

/** What a proof is to be checked against: hashing it costs most of a check, so it is done once. */
export interface Unsecured {
  contexts: unknown
  /** Of a credential in the shape of our own, which is quick; null for any other. */
  quick: () => Buffer | null
  hash: () => Promise<Buffer | NoCanonicalForm>
}

/** The document without its proofs, each of which covers all of it (VC-DI §4.7, proof sets). */
export function unsecured({ proof: _proof, ...document }: Json): Unsecured {
  let general: Promise<Buffer | NoCanonicalForm> | undefined
  return {
    contexts: document['@context'],
    quick: () => {
      const canonical = canonicalOfOurs(document)
      return canonical === null ? null : sha256(canonical)
    },
    hash: () => (general ??= hashOf(document)),
  }
}

/**
 * VC-DI-EDDSA §3.2.2, by which `eddsa-2022` and Ed25519Signature2020 are checked as well: the hash of
 * the proof's own members, in the words of the document, and then that of the document.
 */
export async function verifyProof(
  { proofValue, ...configuration }: Json,
  { contexts, quick, hash }: Unsecured,
  { key, algorithm }: PublicKey,
): Promise<'right' | 'wrong' | NoCanonicalForm> {
  const signature = typeof proofValue === 'string' ? multibase(proofValue) : null
  if (signature?.length !== 64 || algorithm !== 'EdDSA') return 'wrong'
  const proof = await hashOfProof(configuration, contexts)
  if (typeof proof === 'string') return proof
  const fits = (document: Buffer) => verify(null, Buffer.concat([proof, document]), key, signature)
  const ours = quick()
  // Only the general way may say no.
  if (ours && fits(ours)) return 'right'
  const document = await hash()
  if (typeof document === 'string') return document
  return fits(document) ? 'right' : 'wrong'
}

async function hashOfProof(configuration: Json, contexts: unknown) {
  const canonical = canonicalProof(configuration, contexts)
  return canonical === null ? hashOf({ ...configuration, '@context': contexts }) : sha256(canonical)
}

async function hashOf(document: Json): Promise<Buffer | NoCanonicalForm> {
  try {
    return sha256(await canonicalize(document))
  } catch (error) {
    if (error instanceof NotCanonical) return error.reason
    throw error
  }
}

const sha256 = (text: string) => hash('sha256', text, 'buffer')
