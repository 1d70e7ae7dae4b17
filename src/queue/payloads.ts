/**
 * Every job and what it is told: ids, never tokens or addresses, since the queue keeps what it is
 * given and is shown when something goes wrong.
 */
export interface Payloads {
  'mail-award': { assertionId: string }
  'mail-confirmation': { signUpId: string; mailing: number }
  'mail-new-address': { newAddressId: string; mailing: number }
  'mail-log-in-code': { codeId: string }
  /**
   * Names an address: whoever asks for a reset must not learn from the answer or its
   * time whether the address is known, so nothing is looked up before the job runs.
   */
  'mail-reset': { address: string }
  /** `alsoTo` is an address that has just left the account: it stands nowhere else any more. */
  'mail-security-notice': { eventId: string; alsoTo?: string }
  'mail-not-mine': { assertionId: string }
  'mail-export-ready': { exportId: string }
  'make-export': { exportId: string }
  'check-import': { assertionId: string }
  'mail-badge-news': { assertionId: string; news: 'revoked' | 'paused' | 'ends' }
}

export type JobName = keyof Payloads

/** What a job gets beside its payload. `id` and `writtenAt` are the same each time it is tried. */
export interface JobContext {
  id: string
  writtenAt: Date
  now: Date
}

export type Jobs = {
  [Name in JobName]: (payload: Payloads[Name], job: JobContext) => Promise<void>
}
