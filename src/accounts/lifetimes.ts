import { days, hours, minutes } from '#durations'

/** A sign-up waits this long for its confirmation; then it is gone as if it had never been. */
export const signUpLives = days(7)

/** How long the links in our mails work. */
export const confirmLinkLives = hours(24)
export const resetLinkLives = minutes(30)
export const unsubscribeLinkLives = days(400)

/** A login ends when it was not used for so long, and after so long in any case. */
export const sessionIdles = days(7)
export const sessionLives = days(30)
