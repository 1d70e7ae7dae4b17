import { days, hours, minutes } from '#durations'

/** A sign-up waits this long for its confirmation; then it is gone as if it had never been. */
export const signUpLives = days(7)

/** So does an address that is added to an account. */
export const newAddressLives = days(7)

/** How long the links in our mails work. */
export const confirmLinkLives = hours(24)
export const resetLinkLives = minutes(30)
export const unsubscribeLinkLives = days(400)

/** A login ends when it was not used for so long, and after so long in any case. */
export const sessionIdles = days(7)
export const sessionLives = days(30)

/** After it, whoever changes an address, a password or a key shows again who they are. */
export const freshLoginLasts = minutes(10)

/** Between the first step of a login and the second. */
export const halfwayLasts = minutes(10)

/** From the way to Google or Facebook until the way back, and until a newcomer gave an address. */
export const leavingLasts = minutes(10)

export const logInCodeLives = minutes(10)

/** How long a passkey's challenge can be answered. */
export const challengeLives = minutes(5)

/** A device is not known any more when it did not log in for so long. */
export const deviceIsKnown = days(400)

/** What stands under *Account activity*. */
export const activityIsKept = days(365)

/** A copy of one's data can be fetched so long. */
export const exportLives = days(7)

/** Between asking for an account to be closed and its end. */
export const closingTakes = days(14)
