import { labelOf, type ProviderName } from '#providers/provider'
import type { Message } from '#web/message'
import type { Leaving } from '#web/providers'

/** Where somebody goes on when the provider was of no use. */
interface Way {
  provider: ProviderName
  again: string
  instead: { label: string; href: string }
}

/** `query` says to the login what the person wanted after it. */
export function wayOf({ provider, purpose, to }: Leaving, query: string): Way {
  if (purpose === 'add') {
    const again = `/settings/providers/${provider}/add`
    return { provider, again, instead: { label: 'Go back', href: to } }
  }
  const instead = { label: 'Log in another way', href: `/log-in${query}` }
  return { provider, again: `/log-in/${provider}${query}`, instead }
}

/** The way back does not fit a way that this browser was sent on. */
export const startAgain = (provider: ProviderName): Message => ({
  status: 400,
  heading: 'Please start again',
  text: [
    `We could not finish the login with ${labelOf[provider]}.`,
    'It took longer than 10 minutes, or it began in another browser or window.',
  ],
  actions: [{ label: 'Log in', href: '/log-in', primary: true }],
})

/** 503: it is theirs, and it passes. */
export const noAnswer = (way: Way): Message => ({
  status: 503,
  heading: `${labelOf[way.provider]} did not answer`,
  text: ['Try again, or log in another way.'],
  actions: [tryAgain(way), way.instead],
})

/** Somebody is logged in and comes with a login of somebody else, or of no one here. */
export const notThisAccount = (way: Way): Message => ({
  status: 409,
  heading: `This ${labelOf[way.provider]} account does not belong here`,
  text: [
    `You are logged in to a Passport account that this ${labelOf[way.provider]} account does not open.`,
    `Choose another ${labelOf[way.provider]} account, or log in another way.`,
  ],
  actions: [tryAgain(way), way.instead],
})

const tryAgain = ({ again }: Way) => ({ label: 'Try again', href: again, primary: true })
