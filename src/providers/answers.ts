import type { Message } from '#web/message'
import { labelOf, type ProviderName } from './provider.ts'

/** Why a login at a provider stays where it is. */
export function notAdded(
  provider: ProviderName,
  why: 'in another account' | 'has another',
): Message {
  const label = labelOf[provider]
  const actions = [{ label: 'Go back', href: '/settings/providers', primary: true }]
  if (why === 'has another')
    return {
      status: 409,
      heading: `Your account has another ${label} account already`,
      text: ['Remove that one first. Then you can add this one.'],
      actions,
    }
  return {
    status: 409,
    heading: `This ${label} account is already used in another Passport account`,
    text: ['Log in to that account with it. There you can remove it, and then add it here.'],
    actions,
  }
}
