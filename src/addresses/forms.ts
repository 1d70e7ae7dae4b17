import { z } from 'zod'
import { addressField } from '#accounts/email-address'

export const addAddressForm = z.object({ email: addressField })
