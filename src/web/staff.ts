import type { RequestHandler } from 'express'
import { NotFound } from '#errors'
import { canLogInStrongly, isStaff } from '#staff/staff'
import { currentLearner } from './login.ts'
import { showMessage } from './message.ts'

/** Whoever acts for an issuer can harm many: a login in two steps, or none of it. Below `requireLogin`. */
export const requireStaff: RequestHandler = async (req, res, next) => {
  const learner = currentLearner(req)
  if (!(await isStaff(learner))) throw new NotFound()
  if (req.session.isStrong) return next()
  if (await canLogInStrongly(learner))
    return res.redirect(303, `/log-in/again?next=${encodeURIComponent(req.originalUrl)}`)
  showMessage(res.status(403), {
    heading: 'Protect your login first',
    text: [
      'You act for an issuer, and many people rely on its badges. A password alone is not enough.',
      'Add a passkey, or switch on the second step. Then log in with it.',
    ],
    actions: [
      { label: 'Add a passkey', href: '/settings/passkeys', primary: true },
      { label: 'Switch on the second step', href: '/settings/two-step' },
    ],
  })
}
