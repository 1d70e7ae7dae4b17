import { z } from 'zod'
import { addressField } from './email-address.ts'
import { newPasswordField, triedPasswordField } from './passwords.ts'

const token = z.string().max(2048).optional().catch(undefined)

export const logInForm = z.object({
  email: addressField,
  password: triedPasswordField,
  claim: token,
  next: z.string().max(2048).optional().catch(undefined),
})

export const forgotForm = z.object({ email: addressField })
export const resetForm = z.object({ password: newPasswordField })
