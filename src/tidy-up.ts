import { db } from '#db'
import {
  activityIsKept,
  deviceIsKnown,
  logInCodeLives,
  newAddressLives,
  sessionIdles,
  sessionLives,
  signUpLives,
} from '#accounts/lifetimes'
import { forgetOldChecks } from '#checking/kept-checks'
import { closeAccounts } from '#closing/close-accounts'
import { days, hours } from '#durations'
import { answersAreKept } from '#issuing/idempotency'
import { forgetOldDrafts } from '#importing/draft'
import { log } from '#log'
import { forgetOldCopies } from '#my-data/copy'

/**
 * Forgets what has ended: sign-ups that nobody confirmed, sessions, answers kept for repeated requests;
 * used links and copies of one's data after 7 days, and mails kept for looking at while developing
 * after 30; badges that were looked at and not added, after an hour. Accounts that their owners
 * closed end here.
 */
export async function tidyUp(now: Date): Promise<void> {
  const before = (age: number) => ({ lt: new Date(+now - age) })
  await db.signUp.deleteMany({ where: { createdAt: before(signUpLives) } })
  await db.newAddress.deleteMany({ where: { createdAt: before(newAddressLives) } })
  await db.passwordReset.deleteMany({ where: { createdAt: before(days(7)) } })
  await db.session.deleteMany({
    where: { OR: [{ createdAt: before(sessionLives) }, { touchedAt: before(sessionIdles) }] },
  })
  await db.logInCode.deleteMany({ where: { createdAt: before(logInCodeLives) } })
  await db.knownDevice.deleteMany({ where: { lastUsedAt: before(deviceIsKnown) } })
  await db.securityEvent.deleteMany({ where: { at: before(activityIsKept) } })
  // The library that counts goes by the machine's clock.
  await db.rateLimit.deleteMany({ where: { expire: { lt: Date.now() } } })
  await db.idempotencyKey.deleteMany({ where: { createdAt: before(answersAreKept) } })
  await db.keptMail.deleteMany({ where: { createdAt: before(days(30)) } })
  await forgetOldChecks(now)
  await forgetOldCopies(now)
  await forgetOldDrafts(now)
  await closeAccounts(now)
}

let timer: NodeJS.Timeout | undefined

/** Once at the start and every hour; several processes may do it at the same time. */
export function startTidyingUp(now: () => Date): void {
  const tidy = () => {
    tidyUp(now()).catch((error: unknown) => log.warn({ err: error }, 'could not tidy up'))
  }
  tidy()
  timer = setInterval(tidy, hours(1)).unref()
}

export function stopTidyingUp(): void {
  clearInterval(timer)
}
