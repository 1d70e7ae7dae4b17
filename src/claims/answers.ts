import type { Learner } from '#accounts/credentials'
import type { Message } from '#web/message'
import { day } from '#dates'
import type { Claim } from './claim.ts'

const help = { label: 'Help', href: '/help' }
const badLink: Message = {
  status: 404,
  heading: 'This link does not work',
  text: ['Part of the link may be missing. Copy the whole link from the email.'],
  actions: [help],
}

/** What a *Get my badge* link says when its offer is no longer open. */
export function claimAnswer(claim: Claim | null, learnerId: string | null): Message {
  switch (claim?.state) {
    case undefined:
    case 'open':
      return badLink
    case 'accepted':
      return accepted(claim, learnerId)
    case 'declined':
      return {
        heading: 'You said no to this badge',
        text: [`Nobody sees it. You can change your mind until ${day(claim.offerEndsAt)}.`],
        actions: [{ label: 'See declined badges', href: '/home/declined', primary: true }],
      }
    case 'not mine':
      return {
        heading: 'Thank you for telling us',
        text: [`This badge was for somebody else. We told ${claim.badge.issuer.name}.`],
        actions: [],
      }
    case 'withdrawn':
      return {
        status: 410,
        heading: `${claim.badge.issuer.name} took this badge back`,
        text: [
          `It was sent by mistake or changed. Reason: ${claim.revocationReason ?? 'not given'}.`,
        ],
        actions: [help],
      }
    case 'ended':
      return {
        status: 410,
        heading: 'The offer for this badge has ended',
        text: [
          `It ended on ${day(claim.offerEndsAt)}. ${claim.badge.issuer.name} can send it again.`,
        ],
        actions: [help],
      }
  }
}

function accepted(claim: Claim, learnerId: string | null): Message {
  if (claim.ownerId !== null && claim.ownerId === learnerId) {
    return {
      heading: 'You already have this badge',
      text: claim.decidedAt ? [`You accepted it on ${day(claim.decidedAt)}.`] : [],
      actions: [{ label: 'See my badge', href: `/badges/${claim.badge.id}`, primary: true }],
    }
  }
  return {
    heading: 'This badge is already in an account',
    text: [
      `It was accepted with the address ${claim.maskedAddress}. If that is you, log in with it. If not, tell us.`,
    ],
    actions: [{ label: 'Log in', href: '/log-in?next=/badges', primary: true }, help],
  }
}

/** Logged in, but the badge went to an address that is not shown to be theirs. */
export function wrongAccount(claim: Claim, learner: Learner, token: string): Message {
  return {
    heading: 'This badge is for another email address',
    text: [
      `It was sent to ${claim.maskedAddress}. You are logged in as ${learner.addresses[0] ?? ''}.`,
      'Is that address yours too? Add it: we send an email there to make sure.',
    ],
    actions: [
      {
        label: 'This address is also mine – add it',
        post: `/claim/${token}/add-address`,
        primary: true,
      },
      { label: 'Log in with another account', post: `/claim/${token}/other-account` },
    ],
  }
}
