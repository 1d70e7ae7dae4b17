import { fit, nameForHeader } from './wording.ts'

/** What the templates of each mail get; `views/mail` has every one as HTML and as text. */
export interface MailLocals {
  'get-my-badge': {
    issuer: string
    badge: string
    about: string
    issuedOn: string
    picture: string
    claimLink: string
    notMineLink: string
    unsubscribeLink: string
    offerEnds: string
    address: string
  }
  'confirm-email': { code: string; confirmLink: string; address: string }
  'already-registered': { logInLink: string; forgotLink: string; address: string }
  'confirm-address': { code: string; confirmLink: string; account: string; address: string }
  'address-in-use': { addressesLink: string; forgotLink: string; address: string }
  'log-in-code': { code: string; address: string }
  'reset-password': { resetLink: string; address: string }
  'security-notice': {
    says: string
    text: string
    about: string
    device: string
    at: string
    devicesLink: string
    forgotLink: string
    address: string
  }
  'export-ready': { dataLink: string; until: string; address: string }
  'badge-news': {
    subject: string
    says: string
    text: string
    badge: string
    issuer: string
    badgeLink: string
    address: string
  }
  'not-mine': {
    issuer: string
    badge: string
    awardedOn: string
    recipient: string
    address: string
  }
}

export type MailName = keyof MailLocals

interface Mail<Locals> {
  kind: 'transactional' | 'notice' | 'security'
  subject: (locals: Locals) => string
  preheader: (locals: Locals) => string
}

/** Every mail we send. Subjects have at most 50 characters, so that a phone shows them whole. */
export const mails: { [Name in MailName]: Mail<MailLocals[Name]> } = {
  'get-my-badge': {
    kind: 'transactional',
    subject: ({ issuer, badge }) =>
      `${fit(nameForHeader(issuer, 'An issuer'), 22)} sent you a badge: ${nameForHeader(badge, 'open it to see')}`,
    preheader: () => 'Press “Get my badge” to keep it and show it.',
  },
  'confirm-email': {
    kind: 'transactional',
    subject: () => 'Confirm your email for Passport',
    preheader: ({ code }) => `Your code is ${code}. It works for 24 hours.`,
  },
  'already-registered': {
    kind: 'transactional',
    subject: () => 'You already have a Passport account',
    preheader: () => 'Somebody used this address to sign up.',
  },
  'confirm-address': {
    kind: 'transactional',
    subject: () => 'Add this address to a Passport account?',
    preheader: ({ code }) => `Your code is ${code}. It works for 24 hours.`,
  },
  'address-in-use': {
    kind: 'security',
    subject: () => 'Somebody wanted to add your email address',
    preheader: () => 'Nothing was changed.',
  },
  'log-in-code': {
    kind: 'transactional',
    subject: ({ code }) => `Your code for Passport: ${code}`,
    preheader: () => 'It works for 10 minutes, in the browser that asked for it.',
  },
  'reset-password': {
    kind: 'transactional',
    subject: () => 'Change your Passport password',
    preheader: () => 'The link works for 30 minutes, and only once.',
  },
  'security-notice': {
    kind: 'security',
    subject: ({ says }) => says,
    preheader: () => 'Was it you? Then all is well.',
  },
  'export-ready': {
    kind: 'transactional',
    subject: () => 'Your data is ready to download',
    preheader: ({ until }) => `You can download it until ${until}.`,
  },
  'badge-news': {
    kind: 'transactional',
    subject: ({ subject }) => subject,
    preheader: ({ issuer }) => `It is from ${fit(nameForHeader(issuer, 'its issuer'), 60)}.`,
  },
  'not-mine': {
    kind: 'transactional',
    subject: ({ badge }) => `Wrong address: ${nameForHeader(badge, 'a badge')}`,
    preheader: () => 'Somebody says that a badge you awarded is not for them.',
  },
}
