import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { note } from '#activity/activity'
import { findLearner, type Learner } from '#accounts/credentials'
import { challengeLives } from '#accounts/lifetimes'
import { db } from '#db'
import type { Passkey } from '#generated/prisma/client'
import { log } from '#log'
import type { LogInAnswer } from './forms.ts'
import { handleOf, thisSite } from './this-site.ts'

/** A random text to be signed, and when this browser was given it. */
export interface Challenge {
  challenge: string
  at: number
}

/** Asks a browser for any passkey of this site: which one, the person chooses. */
export function askForPasskey() {
  return generateAuthenticationOptions({
    rpID: thisSite.id,
    timeout: challengeLives,
    userVerification: 'required',
  })
}

/**
 * Whose passkey answered. Null for one that is unknown, removed, copied or wrong: nobody learns
 * which, but it is written down for the account that it names.
 */
export async function tryPasskey(
  answer: LogInAnswer,
  challenge: Challenge,
  device: string,
  now: Date,
): Promise<Learner | null> {
  const passkey = await db.passkey.findUnique({ where: { id: answer.id } })
  const counter = passkey && (await signedCounter(answer, passkey, challenge))
  if (passkey && counter !== null && (await use(passkey, counter, challenge, now)))
    return findLearner(passkey.accountId)
  const happening = { accountId: passkey?.accountId ?? null, device, about: 'with a passkey' }
  await note(db, 'log-in-failed', happening, now)
  return null
}

/** How often the authenticator says it was used, if the answer is what the passkey's owner would give. */
async function signedCounter(
  answer: LogInAnswer,
  passkey: Passkey,
  { challenge }: Challenge,
): Promise<number | null> {
  const { id, publicKey, counter, accountId } = passkey
  if (answer.response.userHandle !== handleOf({ id: accountId }).toString('base64url')) return null
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: thisSite.origin,
      expectedRPID: thisSite.id,
      requireUserVerification: true,
      credential: { id, publicKey, counter: Number(counter) },
    })
    return verified ? authenticationInfo.newCounter : null
  } catch (error) {
    // The library throws for whatever is not as it must be.
    log.debug({ err: error }, 'a passkey was refused')
    return null
  }
}

/**
 * Only one of many answers at once gets through, and none that was seen before. Where a passkey
 * counts, its counter rises, or there is a copy of it; where it does not (passkeys that move
 * between devices), it was last used before this challenge was made.
 */
async function use(passkey: Passkey, counter: number, { at }: Challenge, now: Date) {
  const { count } = await db.passkey.updateMany({
    where: {
      id: passkey.id,
      counter: counter === 0 ? 0 : { lt: counter },
      OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: new Date(at) } }],
    },
    data: { counter, lastUsedAt: now },
  })
  return count === 1
}
