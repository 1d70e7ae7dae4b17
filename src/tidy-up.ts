import { db } from '#db'
import { log } from '#log'

const days = (count: number) => count * 24 * 3_600_000

/**
 * Forgets what has ended: sign-ups that nobody confirmed and used links after 7 days, sessions after
 * 30, answers kept for repeated requests after 1, mails kept for looking at while developing after 30.
 */
export async function tidyUp(now: Date): Promise<void> {
  const before = (age: number) => ({ lt: new Date(+now - age) })
  await db.signUp.deleteMany({ where: { createdAt: before(days(7)) } })
  await db.passwordReset.deleteMany({ where: { createdAt: before(days(7)) } })
  await db.session.deleteMany({
    where: { OR: [{ createdAt: before(days(30)) }, { touchedAt: before(days(7)) }] },
  })
  await db.idempotencyKey.deleteMany({ where: { createdAt: before(days(1)) } })
  await db.keptMail.deleteMany({ where: { createdAt: before(days(30)) } })
}

const hour = 3_600_000
let timer: NodeJS.Timeout | undefined

/** Once at the start and every hour; several processes may do it at the same time. */
export function startTidyingUp(now: () => Date): void {
  const tidy = () => {
    tidyUp(now()).catch((error: unknown) => log.warn({ err: error }, 'could not tidy up'))
  }
  tidy()
  timer = setInterval(tidy, hour).unref()
}

export function stopTidyingUp(): void {
  clearInterval(timer)
}
