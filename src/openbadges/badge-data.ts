/** What a badge says, in one shape for all versions. Texts are as the issuer wrote them: untrusted. */
export interface BadgeData {
  /** The credential's or assertion's own `id`. */
  id: string | null
  name: string
  description: string
  criteria: { narrative: string | null; url: string | null }
  /** An https or data URL; null where there is none. */
  image: string | null
  issuer: { id: string | null; name: string | null; url: string | null; email: string | null }
  /** Instants as ISO 8601 in UTC. `issuedOn` is `awardedDate` where there is one. */
  issuedOn: string | null
  /** From when on this representation holds: of two, the later is the newer (OB 3.0 §10). */
  validFrom: string | null
  expiresOn: string | null
  tags: string[]
  alignments: {
    name: string
    url: string | null
    framework: string | null
    code: string | null
    description: string | null
  }[]
  evidence: { url: string | null; name: string | null; narrative: string | null }[]
  /** The name of the person, where the badge says it in the open. */
  recipientName: string | null
  recipients: RecipientIdentifier[]
  /** `credentialSubject.id`, such as a DID. */
  subjectId: string | null
  language: string | null
}

/** Who a badge is for: a plain value, or `sha256$…` / `md5$…` over the value followed by the salt. */
export interface RecipientIdentifier {
  /** `emailAddress` of 3.0 and `email` of 2.0 are both `email` here; others as they are written. */
  type: string
  value: string
  isHashed: boolean
  salt: string
}
