import type { RequestHandler } from 'express'
import { NotFound } from '#errors'
import { canLogInStrongly, isStaff } from '#staff/staff'
import { currentLearner } from './login.ts'
import { showMessage } from './message.ts'

/**
 * Whoever acts for an issuer can harm many: a login in two steps, or none of it. Asked on each
 * request, so that it ends at once for whoever leaves the issuer or switches the second step off.
 * Below `requireLogin`.
 */
export const requireStaff: RequestHandler = async (req, res, next) => {
  const learner = currentLearner(req)
  if (!(await isStaff(learner))) throw new NotFound()
  const canBeStrong = await canLogInStrongly(learner)
  if (canBeStrong && req.session.isStrong) return next()
  const why = 'You act for an issuer, and many people rely on its badges.'
  if (canBeStrong) {
    const again = `/log-in/again?next=${encodeURIComponent(req.originalUrl)}`
    return showMessage(res, {
      status: 403,
      heading: 'Please log in with two steps',
      text: [why, 'Log in again with your passkey, or with the code from your app.'],
      actions: [{ label: 'Log in again', href: again, primary: true }],
    })
  }
  showMessage(res, {
    status: 403,
    heading: 'Protect your login first',
    text: [
      `${why} One step is not enough to protect them.`,
      'Add a passkey, or switch on the second step. Then log in with it.',
    ],
    actions: [
      { label: 'Add a passkey', href: '/settings/passkeys', primary: true },
      { label: 'Switch on the second step', href: '/settings/two-step' },
    ],
  })
}
