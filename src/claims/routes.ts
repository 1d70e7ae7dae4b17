import { Router, type Request, type Response } from 'express'
import { notMine } from '#inbox/decisions'
import { emptyForm } from '#web/forms'
import { showMessage } from '#web/message'
import { claimAnswer, wrongAccount } from './answers.ts'
import { findClaim, type Claim } from './claim.ts'

/** Where *Get my badge* leads. Nothing here logs in, and looking changes nothing. */
export const claims = Router()

claims.get('/:token', async (req, res) => {
  const claim = await openClaim(req, res)
  if (!claim) return
  if (req.user?.addresses.includes(claim.recipient.canonical)) return res.redirect(303, '/home')
  if (req.user) return showMessage(res, wrongAccount(claim, req.user, req.params.token))
  res.render('claim/show', {
    title: 'You have a new badge',
    badge: claim.badge,
    maskedAddress: claim.maskedAddress,
    offerEndsAt: claim.offerEndsAt,
    token: req.params.token,
    form: emptyForm,
  })
})

claims.get('/:token/not-me', async (req, res) => {
  const claim = await openClaim(req, res)
  if (!claim) return
  res.render('claim/not-me', {
    title: 'This badge is not for me',
    badge: claim.badge,
    token: req.params.token,
  })
})

claims.post('/:token/not-me', async (req, res) => {
  const claim = await openClaim(req, res)
  if (!claim) return
  await notMine(claim.badge.id, req.now)
  showMessage(res, {
    heading: 'Thank you for telling us',
    text: [
      'We will not send you more emails about this badge.',
      `We tell ${claim.badge.issuer.name} that it went to the wrong address.`,
    ],
    actions: [],
  })
})

/** The offer, if it still stands; otherwise says where it is and answers null. */
async function openClaim(req: Request<{ token: string }>, res: Response): Promise<Claim | null> {
  const claim = await findClaim(req.params.token, req.now)
  if (claim?.state === 'open') return claim
  const { status, ...message } = claimAnswer(claim, req.user?.id ?? null)
  showMessage(res.status(status), message)
  return null
}
