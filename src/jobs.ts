import { checker } from '#checking/checker'
import { checkImport } from '#importing/check-import'
import { startDailyChecks, stopDailyChecks } from '#importing/daily-checks'
import { mailAward } from '#mail/award'
import { mailBadgeNews } from '#mail/badge-news'
import { mailConfirmation } from '#mail/confirmation'
import { mailLogInCode } from '#mail/log-in-code'
import { mailExportReady } from '#mail/export-ready'
import { mailNewAddress } from '#mail/new-address'
import { mailNotMine } from '#mail/not-mine'
import { mailReset } from '#mail/password'
import { mailSecurityNotice } from '#mail/security-notice'
import { closeTransport } from '#mail/transport'
import { makeExport } from '#my-data/make'
import type { Jobs } from '#queue/payloads'
import { startQueue, stopQueue } from '#queue/queue'
import { startTidyingUp, stopTidyingUp } from '#tidy-up'

/** The map of background work: every job's name and the function that does it. Each is safe to do twice. */
const jobs: Jobs = {
  'mail-award': mailAward,
  'mail-confirmation': mailConfirmation,
  'mail-new-address': mailNewAddress,
  'mail-log-in-code': mailLogInCode,
  'mail-reset': mailReset,
  'mail-security-notice': mailSecurityNotice,
  'mail-not-mine': mailNotMine,
  'mail-export-ready': mailExportReady,
  'make-export': makeExport,
  'check-import': checkImport,
  'mail-badge-news': mailBadgeNews,
}

/** Begins to work; `prepareQueue` was called before. Asks nothing of the mail server. */
export async function startJobs(now = () => new Date()): Promise<void> {
  await startQueue(jobs, now)
  startTidyingUp(now)
  startDailyChecks(now)
}

/** Lets what is in hand finish; what is left waits in the database. */
export async function stopJobs(): Promise<void> {
  stopTidyingUp()
  stopDailyChecks()
  await stopQueue()
  await checker.stop()
  closeTransport()
}
