interface Kind {
  /** On the page *Account activity*, and as heading of the mail. */
  says: string
  /** What the mail adds, for the things that somebody else could have done. Without it no mail goes. */
  mail?: string
  /** A failure or a loss: the page marks it. */
  isWarning?: true
}

const notYou =
  'If it was not you, log in, end all other logins under Devices, and choose a new password.'

/** Everything that is written down around logins and accounts, and which of it also goes by mail. */
export const events = {
  'account-created': { says: 'Your account was made' },
  'logged-in': { says: 'You logged in' },
  'logged-out': { says: 'You logged out' },
  'new-device': {
    says: 'A new device logged in to your account',
    mail: `If it was you, all is well. ${notYou}`,
  },
  'log-in-failed': { says: 'Somebody tried to log in and could not', isWarning: true },
  'second-step-failed': { says: 'A wrong code was typed at the second step', isWarning: true },
  'limit-reached': {
    says: 'There were too many tries to log in, so we stopped them',
    isWarning: true,
  },
  'session-ended': { says: 'You ended the login of a device' },
  'sessions-ended': { says: 'You ended all other logins' },
  'name-changed': { says: 'Your name was changed' },
  'address-asked': { says: 'A new email address waits for its confirmation' },
  'address-added': {
    says: 'A new address was added to your account',
    mail: `Badges for the new address now come to your account too. ${notYou}`,
  },
  'address-removed': {
    says: 'An address was removed from your account',
    mail: `It cannot be used to log in to this account any more. ${notYou}`,
  },
  'main-address-changed': {
    says: 'Your main address was changed',
    mail: `Our emails go to the new one now. ${notYou}`,
  },
  'password-changed': {
    says: 'Your password was changed',
    mail: 'All other devices were logged out. If it was you, all is well. If not, somebody can read your email or use your device: change the password of your mailbox first, and then this one.',
  },
  'password-added': { says: 'A password was added to your account', mail: notYou },
  'provider-added': {
    says: 'A way to log in was added to your account',
    mail: `You can log in with it from now on. ${notYou}`,
  },
  'provider-removed': { says: 'A way to log in was removed from your account', mail: notYou },
  'passkey-added': {
    says: 'A passkey was added to your account',
    mail: `You can log in with it from now on. ${notYou}`,
  },
  'passkey-renamed': { says: 'A passkey was renamed' },
  'passkey-removed': { says: 'A passkey was removed from your account', mail: notYou },
  'two-step-on': { says: 'The second step was switched on', mail: notYou },
  'two-step-off': {
    says: 'The second step was switched off',
    mail: `Your account is now protected by one step only. ${notYou}`,
    isWarning: true,
  },
  'recovery-codes-made': { says: 'New recovery codes were made; the old ones ended', mail: notYou },
  'recovery-code-used': { says: 'A recovery code was used to log in', mail: notYou },
  'emails-changed': { says: 'You changed which emails you get' },
  'export-asked': { says: 'A copy of your data was asked for', mail: notYou },
  'export-downloaded': { says: 'A copy of your data was downloaded' },
  'closing-asked': {
    says: 'You asked to close your account',
    mail: `All other devices were logged out, and your public pages are off. To keep the account, log in and press “Keep my account”. If it was not you, do the same, and then choose a new password.`,
    isWarning: true,
  },
  'closing-stopped': { says: 'Your account stays open' },
  'staff-added': { says: 'You can now act for an issuer' },
  'staff-removed': { says: 'You can no longer act for an issuer' },
} satisfies Record<string, Kind>

export type EventKind = keyof typeof events

/** The same, for whoever reads a stored kind. One that an older release wrote is still shown. */
export function kindOf(stored: string): Kind {
  return (events as Record<string, Kind>)[stored] ?? { says: stored.replaceAll('-', ' ') }
}
