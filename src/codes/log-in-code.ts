import { note } from '#activity/activity'
import { isMailedCode, mailedCode } from '#accounts/code'
import { findLearner, type Learner } from '#accounts/credentials'
import type { Address } from '#accounts/email-address'
import { logInCodeLives } from '#accounts/lifetimes'
import type { Visitor } from '#accounts/log-in'
import { db } from '#db'
import { countedAs, isKnownAt } from '#devices/known-device'
import { newId } from '#ids'
import { take } from '#limits/limits'
import { enqueue } from '#queue/queue'

const triesPerCode = 5

/**
 * Asks for a mail with a code to log in; gives the id that only the browser that asked must hold.
 * Ends the code that this browser had before, but none of another browser: a stranger who asks for
 * codes to your address would take yours away. Does the same for known and unknown addresses.
 */
export async function askForCode(
  email: Address,
  visitor: Visitor,
  earlierId: string | undefined,
  now: Date,
): Promise<string> {
  await countMail(email.canonical, visitor)
  const id = newId()
  await db.$transaction(async (tx) => {
    await tx.logInCode.deleteMany({ where: { id: earlierId ?? '' } })
    const { canonical: address, typed } = email
    await tx.logInCode.create({ data: { id, address, typed, createdAt: now } })
    await enqueue(tx, 'mail-log-in-code', { codeId: id })
  })
  return id
}

/** For a device that has logged in before mails are counted on their own: nobody else can use them up. */
async function countMail(address: string, visitor: Visitor) {
  const { client, device } = visitor
  if (await isKnownAt(address, device))
    return take('log-in-code.device', countedAs(address, device))
  await take('log-in-code.client', client)
  await take('log-in-code.address', address)
}

/** Codes that can still be used. */
const open = (now: Date) => ({
  usedAt: null,
  createdAt: { gt: new Date(+now - logInCodeLives) },
})

/** What was asked for, also when its time is over; null when it is forgotten. */
export function findCode(id: string) {
  return db.logInCode.findUnique({ where: { id } })
}

/** The code that is still to be mailed, and to whom; null when it would be of no use any more. */
export async function codeToMail(id: string, now: Date) {
  const asked = await db.logInCode.findFirst({ where: { id, ...open(now) } })
  return asked && { address: asked.address, code: codeOf(id) }
}

const codeOf = (id: string) => mailedCode('log-in-code', id)

/** Whose code this is; or it is wrong; or no code of this mail works any more. */
export type CodeReading = { learner: Learner } | 'wrong' | 'ended'

/** Tries a code of the mail that this browser asked for. It works once, and there are five tries. */
export async function tryCode(
  id: string,
  typed: string,
  visitor: Visitor,
  now: Date,
): Promise<CodeReading> {
  const asked = await findCode(id)
  if (!asked) return 'ended'
  const { address } = asked
  if (!(await isKnownAt(address, visitor.device))) await take('log-in-code-try.address', address)
  const { count: tries } = await db.logInCode.updateMany({
    where: { id, ...open(now), tries: { lt: triesPerCode } },
    data: { tries: { increment: 1 } },
  })
  if (tries === 0) return 'ended'
  const owner = await db.emailAddress.findUnique({ where: { address } })
  if (!isMailedCode('log-in-code', typed, id) || !owner) {
    const happening = { accountId: owner?.accountId ?? null, device: visitor.deviceName }
    await note(db, 'log-in-failed', happening, now)
    return 'wrong'
  }
  const use = { where: { id, ...open(now) }, data: { usedAt: now } }
  const { count } = await db.logInCode.updateMany(use)
  const learner = count === 1 ? await findLearner(owner.accountId) : null
  return learner ? { learner } : 'ended'
}
