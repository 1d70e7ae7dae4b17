/** Whom the badge is said to belong to, and how that is known. */
export type Person =
  /** The address that the badge was sent to is confirmed, and the issuer wrote the name. */
  | { is: 'confirmed'; name: string }
  /** The same, but the name is what the learner calls themselves. */
  | { is: 'self-named'; name: string }
  | { is: 'hidden' }
  /** For its owner: one of their confirmed addresses is in it. */
  | { is: 'me'; address: string }
  /** It lies in somebody's wallet and names none of the addresses that they confirmed. */
  | { is: 'another' }
  /** A badge in nobody's hands: a file that a visitor holds. */
  | { is: 'unknown' }

/** What the product knows beside what a check found. */
export interface Known {
  now: Date
  /** The issuer is one that this site made: only its operator can. */
  ourIssuer: { name: string; hostname: string } | null
  /** It was not awarded here: a learner brought the file. */
  isAdded: boolean
  /** The database says that it was taken back, whatever an earlier check found. */
  revoked: { on: Date; reason: string | null } | null
  person: Person
}
