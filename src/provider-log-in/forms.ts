import { claimingSignUpForm, signUpForm } from '#sign-up/forms'

/** Who comes from a provider needs no password. */
export const addressForm = signUpForm.omit({ password: true })
export const claimingAddressForm = claimingSignUpForm.omit({ password: true })
