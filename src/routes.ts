import { accounts } from '#accounts/routes'
import { badges } from '#badges/routes'
import { claims } from '#claims/routes'
import { help } from '#help/routes'
import { inbox } from '#inbox/routes'
import { issuingApi } from '#issuing/api'
import { devMail } from '#mail/routes'
import { mailedPictures } from '#pictures/routes'
import { publicBadges, publishing } from '#sharing/routes'
import { signUps } from '#sign-up/routes'
import { unsubscriptions } from '#unsubscribe/routes'
import { health } from '#web/health'
import type { Door } from '#web/site-map'
import { config } from './config.ts'

// The map of the site: every path, who may come in, and which file answers.

/** For everyone, without a cookie: nothing here knows who asks. */
export const openDoors: Door[] = [
  { at: '/', who: 'anyone', routes: health },
  { at: '/', who: 'anyone', routes: publicBadges },
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
  { at: '/claim', who: 'visitor', routes: claims },
  ...(config.environment === 'production'
    ? []
    : [{ at: '/dev/mail', who: 'visitor' as const, routes: devMail }]),
  // ——— below this line, only for people who have logged in ———
  { at: '/home', who: 'learner', routes: inbox },
  { at: '/badges', who: 'learner', routes: badges },
  { at: '/badges', who: 'learner', routes: publishing },
]

export const siteMap: Door[] = [...openDoors, ...apiDoors, ...pageDoors]
