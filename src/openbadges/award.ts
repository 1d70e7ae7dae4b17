/** One award in the words of no version. Texts are as the issuer wrote them; dates are instants. */
export interface Award {
  issuedOn: Date
  expiresOn: Date | null
  recipient: { email: string; salt: string }
  evidence: { url: string | null; name: string | null; narrative: string | null }[]
  achievement: Achievement
}

/** What was earned. */
export interface Achievement {
  name: string
  description: string
  criteria: string
  language: string
  skills: string[]
  tags: string[]
  alignments: Alignment[]
  issuer: Issuer
}

/** A place in a framework, such as CEFR B2. */
export interface Alignment {
  name: string
  url: string | null
  framework: string | null
  code: string | null
  description: string | null
}

/** Who says so. */
export interface Issuer {
  name: string
  url: string
  email: string
}
