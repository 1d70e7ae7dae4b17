import { withFacts } from '#badges/facts'
import { db } from '#db'
import { site } from '../support/app.ts'

/** A badge with everything that it is signed from. */
export const fullBadge = (id: string) =>
  db.assertion.findUniqueOrThrow({ where: { id }, include: withFacts })

export interface Credential {
  id: string
  issuer: { id: string }
  credentialStatus: Record<'id' | 'statusListCredential' | 'statusListIndex', string>
  credentialSubject: { id: string; identifier: { salt: string }[] }
  proof: { verificationMethod: string; created: string }[]
}

export const credentialAt = async (url: string) =>
  (await (await fetch(`${site}${url}.json`)).json()) as Credential

export interface Controller {
  id: string
  type: string[]
  verificationMethod: Record<string, unknown>[]
  assertionMethod: string[]
}

/** What programs read at an issuer's address. */
export const controllerOf = async (issuerId: string) =>
  (await (await fetch(`${site}/issuers/${issuerId}`)).json()) as Controller
