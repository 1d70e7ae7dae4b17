import { z } from 'zod'
import { addressField } from './email-address.ts'
import { triedPasswordField } from './passwords.ts'

export const logInForm = z.object({
  email: addressField,
  password: triedPasswordField,
})

export const logInAgainForm = z.object({ password: triedPasswordField })
