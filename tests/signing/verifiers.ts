import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { verifyCredential, type Verified } from '@digitalbazaar/vc'
import { compactVerify, importJWK, type JWK } from 'jose'
import { contexts } from '#openbadges/contexts'

// Other people's code, which knows nothing of ours: it gets what stands at our addresses.

/** The very package that verifier-core reads status lists with. */
const require = createRequire(
  fileURLToPath(import.meta.resolve('@digitalcredentials/verifier-core')),
)
const { checkStatus } = require('@digitalcredentials/vc-bitstring-status-list') as {
  checkStatus: (given: object) => Promise<Verified>
}

/** Documents from the site itself; a fragment picks the key out of its controller's document. */
export async function documentLoader(url: string) {
  const context = contexts.get(url)
  const document = context ?? (await fetched(url))
  return { contextUrl: null, documentUrl: url, document }
}

async function fetched(url: string): Promise<object> {
  const [address = '', fragment] = url.split('#')
  const document = (await fetchJson(address)) as { verificationMethod?: { id: string }[] }
  if (fragment === undefined) return document
  const key = document.verificationMethod?.find(({ id }) => id === url)
  if (!key) throw new Error(`${url} is not there`)
  return { '@context': 'https://w3id.org/security/multikey/v1', ...key }
}

export async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/ld+json, application/json' },
  })
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return response.json()
}

/** By @digitalbazaar/vc: signature, key, controller, status and dates. */
export const verifiedByDigitalBazaar = (credential: unknown, now = new Date()): Promise<Verified> =>
  verifyCredential({
    ...{ credential, documentLoader, checkStatus, now },
    suite: new DataIntegrityProof({ cryptosuite }),
  })

/** By jose, with the key that stands at `kid` and nowhere else. */
export async function verifiedByJose(jwt: string) {
  const header = JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()) as {
    kid: string
  }
  const key = await importJWK((await fetchJson(header.kid)) as JWK, 'RS256')
  const { payload, protectedHeader } = await compactVerify(jwt, key, { algorithms: ['RS256'] })
  return { protectedHeader, claims: JSON.parse(Buffer.from(payload).toString()) as Claims }
}

export type Claims = Record<'iss' | 'sub' | 'jti' | 'id' | 'validFrom' | 'validUntil', string> & {
  nbf: number
  exp?: number
  issuer: { id: string }
  credentialSubject: { id: string }
  credentialStatus: { id: string; type: string }
}
