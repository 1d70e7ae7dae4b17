import { z } from 'zod'
import { addressField } from './email-address.ts'
import { triedPasswordField } from './passwords.ts'

export const logInForm = z.object({
  email: addressField,
  password: triedPasswordField,
})

export const logInAgainForm = z.object({ password: triedPasswordField })

/** Whatever asks for an address and nothing else. */
export const emailForm = z.object({ email: addressField })

export const codeHint =
  'The code is not right. It has 6 letters and numbers. Check the newest email'

export const codeField = z.string({ error: codeHint }).max(40, codeHint)

/** A code that came by mail. */
export const codeForm = z.object({ code: codeField })
