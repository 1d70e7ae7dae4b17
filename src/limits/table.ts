import { days, hours, minutes } from '#durations'

interface Limit {
  /** What is counted. */
  action: string
  /** Of whom: each address, account, … has a count of its own. */
  of: 'address' | 'account' | 'client' | 'device' | 'issuer' | 'badge' | 'badge and client'
  many: number
  /** How long a count lasts from its first try. */
  within: number
}

/**
 * Every limit of the site. A client is one IPv4 address or one IPv6 network (/64), as the connection
 * or a trusted proxy says. Known addresses and unknown ones are counted alike.
 */
export const limits = {
  'log-in.address': limit(
    'wrong passwords from devices that are new to the account',
    'address',
    10,
    minutes(15),
  ),
  'log-in.in-a-row': limit(
    'wrong passwords in a row, from devices that are new to the account',
    'address',
    100,
    days(30),
  ),
  'log-in.client': limit(
    'wrong passwords from devices that are new to the account',
    'client',
    100,
    minutes(15),
  ),
  'log-in.device': limit(
    'wrong passwords from a device that has logged in to the account before',
    'device',
    20,
    minutes(15),
  ),
  'second-step.account': limit(
    'tries at the second step of a login, from devices that are new to the account',
    'account',
    10,
    minutes(15),
  ),
  'second-step.in-a-row': limit(
    'wrong codes at the second step in a row, from devices that are new to the account',
    'account',
    100,
    days(30),
  ),
  'second-step.device': limit(
    'tries at the second step of a login, from a device that has logged in to the account before',
    'device',
    20,
    minutes(15),
  ),
  'passkey.client': limit('logins with a passkey', 'client', 100, minutes(15)),
  'log-in-code.address': limit(
    'emails with a code to log in, for devices that are new to the account',
    'address',
    3,
    hours(1),
  ),
  'log-in-code.client': limit(
    'emails with a code to log in, for devices that are new to the account',
    'client',
    300,
    hours(1),
  ),
  'log-in-code-try.address': limit(
    'tries at a code to log in, from devices that are new to the account',
    'address',
    15,
    hours(1),
  ),
  'log-in-code.device': limit(
    'emails with a code to log in, for a device that has logged in to the account before',
    'device',
    5,
    hours(1),
  ),
  'provider.client': limit('logins through Google or Facebook', 'client', 120, minutes(15)),
  'sign-up.address': limit('sign-ups', 'address', 5, hours(1)),
  'sign-up.client': limit('sign-ups', 'client', 300, hours(1)),
  'confirm.address': limit('emails to confirm an address, sent again', 'address', 5, hours(1)),
  'confirm-try.client': limit(
    'codes and passwords typed to confirm an address',
    'client',
    300,
    hours(1),
  ),
  'reset.address': limit('emails to choose a new password', 'address', 3, hours(1)),
  'reset.client': limit('emails to choose a new password', 'client', 300, hours(1)),
  'bad-link.client': limit('links from an email that do not work', 'client', 300, hours(1)),
  'add-address.address': limit(
    'emails to confirm an address that is added to an account',
    'address',
    3,
    hours(1),
  ),
  'add-address.account': limit('addresses added to an account', 'account', 10, days(1)),
  'add-address-try.account': limit('wrong codes for an added address', 'account', 20, hours(1)),
  'search.account': limit('searches in the own badges', 'account', 300, minutes(5)),
  'export.account': limit('copies of one’s data', 'account', 3, days(1)),
  'verify.client': limit('badges checked at Check a badge', 'client', 60, minutes(15)),
  'add-badge.account': limit('badges looked at to add them', 'account', 100, days(1)),
  'certificate.account': limit('certificates made', 'account', 30, hours(1)),
  'check-again.badge': limit('checks of a badge, asked for again', 'badge', 1, minutes(1)),
  'check-again.client': limit('checks of a badge, asked for again', 'client', 60, hours(1)),
  'person.badge-client': limit(
    'questions whether a badge is of a person',
    'badge and client',
    5,
    hours(1),
  ),
  'api.issuer': limit('requests to the API', 'issuer', 6000, minutes(1)),
  'api.wrong-key': limit('requests to the API with a wrong key', 'client', 100, minutes(15)),
} satisfies Record<string, Limit>

export type LimitName = keyof typeof limits

function limit(action: string, of: Limit['of'], many: number, within: number): Limit {
  return { action, of, many, within }
}
