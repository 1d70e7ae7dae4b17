import { z } from 'zod'
import { addressField } from './email-address.ts'
import { newPasswordField, triedPasswordField } from './passwords.ts'

export const logInForm = z.object({
  email: addressField,
  password: triedPasswordField,
})

export const forgotForm = z.object({ email: addressField })
export const resetForm = z.object({ password: newPasswordField })
