import { z } from 'zod'
import { addressField } from '#accounts/email-address'

export const askForm = z.object({ email: addressField })
