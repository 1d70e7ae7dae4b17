import { createHash, sign, type KeyObject } from 'node:crypto'
import { canonicalize } from '#openbadges/canonical'
import { canonicalOfOurs } from './write-canonical.ts'
import { instant } from './write-credential.ts'
import { inBase58 } from '#openbadges/multikey'

/** The private half of an Ed25519 key, and the name that its public half has with its controller. */
export interface Ed25519Signer {
  verificationMethod: string
  privateKey: KeyObject
}

/** Adds a proof of the kind `eddsa-rdfc-2022` (VC-DI-EDDSA §3.2.1). The document has none yet. */
export async function signCredential<Document extends { '@context': readonly string[] }>(
  document: Document,
  { verificationMethod, privateKey }: Ed25519Signer,
  created: Date,
) {
  const proof = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: instant(created),
    verificationMethod,
    proofPurpose: 'assertionMethod',
  }
  const canonical = canonicalOfOurs(document) ?? (await canonicalize(document))
  // VC-DI-EDDSA §3.2.4: the hash of the proof's configuration comes first.
  const data = Buffer.concat([hash(canonicalProof(proof)), hash(canonical)])
  return { ...document, proof: [{ ...proof, proofValue: inBase58(sign(null, data, privateKey)) }] }
}

const hash = (text: string) => createHash('sha256').update(text).digest()

/** The proof's configuration in canonical N-Quads: one node, in the order of its predicates. */
const canonicalProof = ({
  created,
  verificationMethod,
}: {
  created: string
  verificationMethod: string
}) => `_:c14n0 <http://purl.org/dc/terms/created> "${created}"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/security#DataIntegrityProof> .
_:c14n0 <https://w3id.org/security#cryptosuite> "eddsa-rdfc-2022"^^<https://w3id.org/security#cryptosuiteString> .
_:c14n0 <https://w3id.org/security#proofPurpose> <https://w3id.org/security#assertionMethod> .
_:c14n0 <https://w3id.org/security#verificationMethod> <${verificationMethod}> .
`
