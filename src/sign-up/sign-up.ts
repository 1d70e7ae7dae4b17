import { db, type Tx } from '#db'
import type { Provider, SignUp } from '#generated/prisma/client'
import { newId } from '#ids'
import { enqueue } from '#queue/queue'
import { findLearner, type Learner } from '#accounts/credentials'
import type { Address } from '#accounts/email-address'
import { createAccount } from '#accounts/account'
import { signUpLives } from '#accounts/lifetimes'
import { mayBeMailed, mayBeTried, nextMailing, oneTry } from '#accounts/mailed-code'
import { hashPassword } from '#accounts/passwords'

export interface NewSignUp {
  name: string
  email: Address
  /** What they will log in with: a password, or the login at a provider that they came from. */
  wayIn: { password: string } | { provider: Provider; subject: string }
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
  const { wayIn } = person
  const kept = 'password' in wayIn ? { passwordHash: await hashPassword(wayIn.password) } : wayIn
  await db.$transaction(async (tx) => {
    await tx.signUp.create({
      data: {
        id,
        name: person.name,
        address: person.email.canonical,
        typed: person.email.typed,
        ...kept,
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

/** Mails a new code, at most once a minute; the old code ends. False when it is too soon. */
export async function sendAgain(id: string, now: Date): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const [mailed] = await tx.signUp.updateManyAndReturn({
      where: { id, confirmedAt: null, ...mayBeMailed(now) },
      data: nextMailing(now),
    })
    if (!mailed) return false
    await enqueue(tx, 'mail-confirmation', { signUpId: id, mailing: mailed.mailing })
    return true
  })
}

/** Counts a try at the code or password of a waiting sign-up; five are allowed for each mail. */
export async function mayTry(id: string): Promise<boolean> {
  const { count } = await db.signUp.updateMany({
    where: { id, confirmedAt: null, ...mayBeTried },
    data: oneTry,
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
    const { provider, subject } = signUp
    await tx.identity.createMany({
      data: [{ provider, subject, accountId, createdAt: now, lastUsedAt: now }],
      skipDuplicates: true,
    })
  }
  await tx.signUp.update({ where: { id: signUp.id }, data: { accountId, passwordHash: null } })
  return accountId
}
