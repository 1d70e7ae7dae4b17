import { z } from 'zod'
import { addressField } from '#accounts/email-address'
import { codeField } from '#accounts/forms'
import { newPasswordField } from '#accounts/passwords'
import { blank, line } from '#text'

export const signUpForm = z.object({
  name: line(100, 'Enter your full name'),
  email: addressField,
  password: newPasswordField,
})

/** From a claim the address may be left out: it is the one that the badge was sent to. */
export const claimingSignUpForm = signUpForm.extend({
  email: z.union([blank, addressField], {
    error: 'Enter an email address, like name@example.com',
  }),
})

/** From the mailed link. Both are left out where this browser is the one that signed up. */
export const confirmForm = z.object({
  code: codeField.default(''),
  password: z.string().max(1024).default(''),
})
