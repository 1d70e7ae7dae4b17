import { Router, type Request, type Response } from 'express'
import { askForAddress } from '#addresses/new-address'
import { notMine } from '#inbox/decisions'
import { take } from '#limits/limits'
import { clientOfRequest, deviceNameOf } from '#web/device'
import { flash } from '#web/flash'
import { emptyForm } from '#web/forms'
import { endLogin, isFresh, unlessClosing } from '#web/login'
import { showMessage } from '#web/message'
import { claimAnswer, wrongAccount } from './answers.ts'
import { findClaim, type Claim } from './claim.ts'

type ByToken = Request<{ token: string }>

const logInFor = (token: string) => `/log-in?claim=${encodeURIComponent(token)}`

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

/** "This address is also mine": mails it. Only whoever reads that mailbox too gets any further. */
claims.post('/:token/add-address', unlessClosing, async (req: ByToken, res) => {
  const { token } = req.params
  if (!req.user) return res.redirect(303, logInFor(token))
  if (!isFresh(req)) {
    return res.redirect(303, `/log-in/again?next=${encodeURIComponent(`/claim/${token}`)}`)
  }
  const claim = await openClaim(req, res)
  if (!claim) return
  const asking = { isHidden: true, device: deviceNameOf(req) }
  const asked = await askForAddress(req.user, claim.recipient, asking, req.now)
  if ('id' in asked) return res.redirect(303, `/settings/addresses/waiting/${asked.id}`)
  flash(req, 'The address was not added', `${asked.mistake}.`, 'info')
  res.redirect(303, '/settings/addresses')
})

/** Out of this account, and back to the badge by way of the login. */
claims.post('/:token/other-account', async (req: ByToken, res) => {
  await endLogin(req, res)
  res.redirect(303, logInFor(req.params.token))
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
async function openClaim(req: ByToken, res: Response): Promise<Claim | null> {
  const claim = await findClaim(req.params.token, req.now)
  if (claim?.state === 'open') return claim
  if (!claim) await take('bad-link.client', clientOfRequest(req))
  showMessage(res, claimAnswer(claim, req.user?.id ?? null))
  return null
}
