import { codeHint } from '#accounts/forms'
import { codeMatches } from '#accounts/tokens'
import { passwordMatches } from '#accounts/passwords'
import type { SignUp } from '#generated/prisma/client'
import { mayTry } from './sign-up.ts'

interface Proof {
  /** What to tell the person, or null when the proof holds. */
  mistake: string | null
  /** The sign-up's password was shown too, so it is theirs and may stay. */
  knowsPassword: boolean
}

/**
 * Whether a person who opened the mail is more than a mail scanner: they type its code, or the
 * password of the sign-up, or both. Each try counts (ux rules for links that scanners open).
 */
export async function tryProof(
  waiting: SignUp,
  given: { code: string; password: string },
): Promise<Proof> {
  if (!(await mayTry(waiting.id))) {
    return {
      mistake: 'There were too many tries. Ask for a new email and use the code in it',
      knowsPassword: false,
    }
  }
  const knowsPassword =
    given.password !== '' &&
    (await passwordMatches(given.password.normalize('NFC'), waiting.passwordHash))
  if (given.password !== '' && !knowsPassword) {
    return { mistake: 'The password is not right. Try again, or leave it empty', knowsPassword }
  }
  const proven = knowsPassword
    ? given.code === '' || codeMatches(given.code, waiting)
    : codeMatches(given.code, waiting)
  return { mistake: proven ? null : codeHint, knowsPassword }
}
