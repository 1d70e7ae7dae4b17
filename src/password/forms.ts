import { z } from 'zod'
import { addressField } from '#accounts/email-address'
import { newPasswordField, triedPasswordField } from '#accounts/passwords'

export const forgotForm = z.object({ email: addressField })

export const resetForm = z.object({ password: newPasswordField })

/** Whoever has a password shows it first. */
export const changeForm = resetForm.extend({ current: triedPasswordField })
