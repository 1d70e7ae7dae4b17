import type { Request, Response } from 'express'
import { take } from '#limits/limits'
import { signUp, type NewSignUp } from '#sign-up/sign-up'
import { clientOfRequest } from './device.ts'

interface From {
  /** The badge that it begins with, if any. */
  badge: { id: string } | null
  /** Whoever did not type the address may not know it: the mail could have been forwarded. */
  hideAddress: boolean
}

/** Every sign-up goes on with the mail to its address, which this browser waits for. */
export async function beginSignUp(
  req: Request,
  res: Response,
  person: NewSignUp,
  { badge, hideAddress }: From,
): Promise<void> {
  await take('sign-up.client', clientOfRequest(req))
  await take('sign-up.address', person.email.canonical)
  req.session.signUpId = await signUp(person, badge?.id ?? null, req.now)
  req.session.hideAddress = hideAddress
  if (badge) req.session.claimId = badge.id
  res.redirect(303, '/check-your-email')
}
