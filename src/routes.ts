import { accounts, loggingInAgain } from '#accounts/routes'
import { activity } from '#activity/routes'
import { addresses, changingAddresses } from '#addresses/routes'
import { badges } from '#badges/routes'
import { claims } from '#claims/routes'
import { closing, stayingOpen } from '#closing/routes'
import { logInCodes } from '#codes/routes'
import { devices } from '#devices/routes'
import { downloads } from '#downloads/routes'
import { help } from '#help/routes'
import { importing } from '#importing/routes'
import { inbox } from '#inbox/routes'
import { issuingApi } from '#issuing/api'
import { devMail } from '#mail/routes'
import { copyingMyData, myData } from '#my-data/routes'
import { passkeyLogIn, passkeys } from '#passkeys/routes'
import { changingPassword, passwordResets } from '#password/routes'
import { mailedPictures } from '#pictures/routes'
import { providerLogIn } from '#provider-log-in/routes'
import { providers } from '#providers/routes'
import { settings } from '#settings/routes'
import { publicBadges, publishing } from '#sharing/routes'
import { signUps } from '#sign-up/routes'
import { issuerDocuments } from '#signing/routes'
import { staff } from '#staff/routes'
import { secondStep, twoStep } from '#two-step/routes'
import { unsubscriptions } from '#unsubscribe/routes'
import { ownChecks, publicChecks, verify } from '#verify/routes'
import { health } from '#web/health'
import type { Door } from '#web/site-map'
import { config } from './config.ts'

// The map of the site: every path, who may come in, and which file answers.

/** For everyone, without a cookie: nothing here knows who asks. */
export const openDoors: Door[] = [
  { at: '/', who: 'anyone', routes: health },
  { at: '/', who: 'anyone', routes: publicBadges },
  { at: '/b', who: 'anyone', routes: publicChecks },
  { at: '/', who: 'anyone', routes: issuerDocuments },
  { at: '/pictures', who: 'anyone', routes: mailedPictures },
  { at: '/u', who: 'anyone', routes: unsubscriptions },
]

/** For issuers' programs, by key: no cookie to abuse, so before sessions and CSRF. */
export const apiDoors: Door[] = [{ at: '/api/v1', who: 'issuer', routes: issuingApi }]

/** Pages with a session; below `learner`, only for people who have logged in, and their own things. */
export const pageDoors: Door[] = [
  { at: '/', who: 'visitor', routes: help },
  { at: '/', who: 'visitor', routes: signUps },
  { at: '/', who: 'visitor', routes: accounts },
  { at: '/', who: 'visitor', routes: passwordResets },
  { at: '/log-in/code', who: 'visitor', routes: logInCodes },
  { at: '/log-in/passkey', who: 'visitor', routes: passkeyLogIn },
  { at: '/log-in/second-step', who: 'visitor', routes: secondStep },
  { at: '/', who: 'visitor', routes: providerLogIn },
  { at: '/claim', who: 'visitor', routes: claims },
  { at: '/verify', who: 'visitor', routes: verify },
  ...(config.environment === 'production'
    ? []
    : [{ at: '/dev/mail', who: 'visitor' as const, routes: devMail }]),
  // ——— below this line, only for people who have logged in ———
  { at: '/home', who: 'learner', routes: inbox },
  { at: '/badges/add', who: 'learner', routes: importing },
  { at: '/badges', who: 'learner', routes: badges },
  { at: '/badges', who: 'learner', routes: publishing },
  { at: '/badges', who: 'learner', routes: ownChecks },
  { at: '/badges', who: 'learner', routes: downloads },
  { at: '/log-in/again', who: 'learner', routes: loggingInAgain },
  { at: '/settings', who: 'learner', routes: settings },
  { at: '/settings/activity', who: 'learner', routes: activity },
  { at: '/settings/devices', who: 'learner', routes: devices },
  { at: '/settings/addresses', who: 'learner', routes: addresses },
  { at: '/settings/data', who: 'learner', routes: myData },
  { at: '/settings/close', who: 'learner', routes: stayingOpen },
  // ——— and below this one, only within ten minutes after they showed who they are ———
  { at: '/settings/addresses', who: 'fresh learner', routes: changingAddresses },
  { at: '/settings/password', who: 'fresh learner', routes: changingPassword },
  { at: '/settings/passkeys', who: 'fresh learner', routes: passkeys },
  { at: '/settings/two-step', who: 'fresh learner', routes: twoStep },
  { at: '/settings/providers', who: 'fresh learner', routes: providers },
  { at: '/settings/data', who: 'fresh learner', routes: copyingMyData },
  { at: '/settings/close', who: 'fresh learner', routes: closing },
  // ——— and for those who act for an issuer, logged in in two steps ———
  { at: '/issuer', who: 'staff', routes: staff },
]

export const siteMap: Door[] = [...openDoors, ...apiDoors, ...pageDoors]
