import { db, type Tx } from '#db'
import type { SignUp } from '#generated/prisma/client'
import { minutes } from '#durations'
import { newId } from '#ids'
import { enqueue } from '#queue/queue'
import { findLearner, type Learner } from '#accounts/credentials'
import type { Address } from '#accounts/email-address'
import { createAccount } from '#accounts/account'
import { signUpLives } from '#accounts/lifetimes'
import { hashPassword } from '#accounts/passwords'

const resendAfter = minutes(1)
const triesPerCode = 5

interface NewSignUp {
  name: string
  email: Address
  password: string
}

/**
 * Writes down who wants an account and mails the address. There is no account yet: whoever cannot
 * show that the address is theirs owns nothing that could be taken over later. Does the same for
 * an address that has an account; then the mail says so instead.
 */
export async function signUp(
  person: NewSignUp,
  claimId: string | null,
  now: Date,
): Promise<string> {
  const id = newId()
  const passwordHash = await hashPassword(person.password)
  await db.$transaction(async (tx) => {
    await tx.signUp.create({
      data: {
        id,
        name: person.name,
        address: person.email.canonical,
        typed: person.email.typed,
        passwordHash,
        claimId,
        createdAt: now,
        mailedAt: now,
      },
    })
    await enqueue(tx, 'mail-confirmation', { signUpId: id, mailing: 1 })
  })
  return id
}

/** A sign-up that still waits, or null. */
export function findSignUp(id: string, now: Date) {
  return db.signUp.findFirst({
    where: { id, confirmedAt: null, createdAt: { gt: new Date(+now - signUpLives) } },
  })
}

export async function isConfirmed(id: string): Promise<boolean> {
  return (await db.signUp.count({ where: { id, confirmedAt: { not: null } } })) > 0
}

/** Seconds until another mail may be asked for; 0 is now. */
export function canSendIn(signUp: { mailedAt: Date }, now: Date): number {
  return Math.max(0, Math.ceil((+signUp.mailedAt + resendAfter - +now) / 1000))
}

/** Mails a new code, at most once a minute; the old code ends. False when it is too soon. */
export async function sendAgain(id: string, now: Date): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.signUp.updateMany({
      where: { id, confirmedAt: null, mailedAt: { lte: new Date(+now - resendAfter) } },
      data: { mailedAt: now, mailing: { increment: 1 }, codeTries: 0 },
    })
    if (count === 0) return false
    const { mailing } = await tx.signUp.findUniqueOrThrow({ where: { id } })
    await enqueue(tx, 'mail-confirmation', { signUpId: id, mailing })
    return true
  })
}

/** Counts a try at the code or password of a waiting sign-up; five are allowed for each mail. */
export async function mayTry(id: string): Promise<boolean> {
  const { count } = await db.signUp.updateMany({
    where: { id, confirmedAt: null, codeTries: { lt: triesPerCode } },
    data: { codeTries: { increment: 1 } },
  })
  return count === 1
}

/**
 * The address is shown to be theirs: makes the account, once, and ends every other sign-up for the
 * address. The password, or the login at a provider, comes along only if whoever confirms is known
 * to have chosen it; otherwise a stranger could sign up with your address and wait for you to
 * confirm it (pre-hijacking).
 * Null when the address belongs to an account already.
 */
export async function confirm(id: string, keepWaysIn: boolean, now: Date): Promise<Learner | null> {
  const accountId = await db.$transaction(async (tx) => {
    const { count } = await tx.signUp.updateMany({
      where: { id, confirmedAt: null },
      data: { confirmedAt: now },
    })
    const signUp = await tx.signUp.findUnique({ where: { id } })
    if (!signUp || count === 0) return signUp?.accountId ?? null
    return openAccount(tx, signUp, keepWaysIn, now)
  })
  return accountId === null ? null : findLearner(accountId)
}

async function openAccount(tx: Tx, signUp: SignUp, keepWaysIn: boolean, now: Date) {
  const { name, language, typed, address: canonical } = signUp
  const passwordHash = keepWaysIn ? signUp.passwordHash : null
  const address = { canonical, typed }
  const accountId = await createAccount(tx, { name, language, address, passwordHash }, now)
  if (accountId === null) return null
  if (keepWaysIn && signUp.provider && signUp.subject) {
    const { provider, subject, address: label } = signUp
    await tx.identity.createMany({
      data: [{ provider, subject, label, accountId, createdAt: now }],
      skipDuplicates: true,
    })
  }
  await tx.signUp.deleteMany({ where: { address: canonical, id: { not: signUp.id } } })
  await tx.signUp.update({ where: { id: signUp.id }, data: { accountId, passwordHash: null } })
  return accountId
}
