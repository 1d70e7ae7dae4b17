import { confirmationCode } from '#accounts/tokens'
import { config } from '#config'
import { db } from '#db'
import type { SignUp } from '#generated/prisma/client'
import type { Payloads } from '#queue/payloads'
import { confirmLink } from './links.ts'
import { send } from './send.ts'

type Payload = Payloads['mail-confirmation']

/**
 * Answers a sign-up by mail, so that only the owner of the address learns whether it has an account:
 * with a link and a code, or, if it has one, with the way in.
 */
export async function mailConfirmation({ signUpId, mailing }: Payload, { now }: { now: Date }) {
  // A newer mailing has a job of its own, and its code is the one that works.
  const signUp = await db.signUp.findFirst({ where: { id: signUpId, mailing, confirmedAt: null } })
  if (!signUp) return
  const known = await db.emailAddress.findUnique({ where: { address: signUp.address } })
  if (known) await sayAlreadyRegistered(signUp, now)
  else await askToConfirm(signUp, now)
}

async function askToConfirm(signUp: SignUp, now: Date) {
  await send('confirm-email', {
    to: signUp.address,
    id: `confirm.${signUp.id}.${signUp.mailing}`,
    now,
    locals: {
      code: confirmationCode(signUp.id, signUp.mailing),
      confirmLink: confirmLink(signUp),
      address: signUp.address,
    },
  })
}

async function sayAlreadyRegistered(signUp: SignUp, now: Date) {
  await send('already-registered', {
    to: signUp.address,
    id: `registered.${signUp.id}.${signUp.mailing}`,
    now,
    locals: {
      logInLink: `${config.siteUrl}/log-in`,
      forgotLink: `${config.siteUrl}/forgot-password`,
      address: signUp.address,
    },
  })
}
