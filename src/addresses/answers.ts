import type { Message } from '#web/message'

const seeAll = { label: 'See my email addresses', href: '/settings/addresses', primary: true }

/** One that was never there answers like one that is confirmed, removed, or somebody else's. */
export const gone: Message = {
  status: 404,
  heading: 'This address is not waiting any more',
  text: [
    'If you confirmed it, it is in your list now. If not, add it again.',
    'An address can belong to one account only.',
  ],
  actions: [seeAll],
}

export const otherAccount: Message = {
  status: 403,
  heading: 'This link is for another account',
  text: [
    'Nothing was changed. Log in to the account that asked for this address, then open the link again.',
    'Did you not ask for it? Then you do not need to do anything.',
  ],
  actions: [{ label: 'Go to Home', href: '/home', primary: true }],
}

export const badLink: Message = {
  status: 404,
  heading: 'This link does not work',
  text: [
    'Part of the link may be missing. Copy the whole link from the email, or ask for a new one.',
  ],
  actions: [seeAll, { label: 'Help', href: '/help' }],
}

export const tooOld = (id: string): Message => ({
  status: 410,
  heading: 'This link is too old',
  text: ['Links work for 24 hours. We can send you a new one.'],
  actions: [
    {
      label: 'Send a new link',
      post: `/settings/addresses/waiting/${id}/send-again`,
      primary: true,
    },
  ],
})
