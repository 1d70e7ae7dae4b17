import type { Finding, Question } from '#openbadges/finding'
import { checkCredential } from '#openbadges/credential/check-credential'
import { emptyWeb, type Web } from '../web.ts'
import { now, type Json } from './credential-issuers.ts'

interface Around {
  web?: Web
  recipients?: readonly string[]
  now?: Date
}

/** Checks JSON, or a compact JWS. */
export function checked(badge: Json | string, around: Around = {}) {
  const { fetchDocument } = around.web ?? emptyWeb()
  const circumstances = {
    ...{ now: around.now ?? now, fetchDocument },
    ...(around.recipients && { recipients: around.recipients }),
  }
  const jws = typeof badge === 'string' ? badge : null
  const document: unknown = typeof badge === 'string' ? payloadOf(badge) : badge
  return checkCredential({ jws, document }, circumstances)
}

const payloadOf = (jws: string): unknown =>
  JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString())

/** What was found on a question, as `outcome code`. */
export async function found(
  badge: Json | string,
  question: Question,
  around: Around = {},
): Promise<string[]> {
  const { findings } = await checked(badge, around)
  return codes(findings, question)
}

export const codes = (findings: Finding[], question: Question) =>
  findings
    .filter((finding) => finding.question === question)
    .map(({ outcome, code }) => `${outcome} ${code}`)

/** Whatever is no pass, on every question that has an answer of its own. */
export async function troubles(badge: Json | string, around: Around = {}): Promise<string[]> {
  const { findings } = await checked(badge, around)
  return findings.filter(({ outcome }) => outcome === 'failed').map(({ code }) => code)
}
