import { z } from 'zod'
import { newPasswordField, triedPasswordField } from '#accounts/passwords'

export const resetForm = z.object({ password: newPasswordField })

/** Whoever has a password shows it first. */
export const changeForm = resetForm.extend({ current: triedPasswordField })
