import { z } from 'zod'
import { addressField } from '#accounts/email-address'
import { newPasswordField } from '#accounts/passwords'
import { line } from '#text'

export const signUpForm = z.object({
  name: line(100, 'Enter your full name'),
  email: addressField,
  password: newPasswordField,
})

/** From a claim the address may be left out: it is the one that the badge was sent to. */
export const claimingSignUpForm = signUpForm.extend({
  email: z.union(
    [
      z
        .string()
        .regex(/^\s*$/)
        .transform(() => null),
      addressField,
    ],
    {
      error: 'Enter an email address, like name@example.com',
    },
  ),
})

export const codeHint =
  'The code is not right. It has 6 letters and numbers. Check the newest email'

const codeField = z.string({ error: codeHint }).max(40, codeHint)

export const codeForm = z.object({ code: codeField })

/** From the mailed link. Both are left out where this browser is the one that signed up. */
export const confirmForm = z.object({
  code: codeField.default(''),
  password: z.string().max(1024).default(''),
})
