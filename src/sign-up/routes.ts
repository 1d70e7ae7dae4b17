import { Router, type Request, type Response } from 'express'
import { codeForm } from '#accounts/forms'
import { canSendIn } from '#accounts/mailed-code'
import { readToken } from '#accounts/tokens'
import { masked } from '#accounts/email-address'
import { weakness } from '#accounts/passwords'
import { sayConfirmed, saySentAgain } from '#web/confirming'
import { emptyForm, readForm, refused, shortText, type FormState } from '#web/forms'
import { clientOfRequest } from '#web/device'
import { startLogin } from '#web/login'
import { take } from '#limits/limits'
import { showMessage } from '#web/message'
import { beginSignUp } from '#web/sign-up'
import { countWaiting } from '#inbox/waiting'
import type { SignUp } from '#generated/prisma/client'
import { claimed } from './claimed.ts'
import { claimingSignUpForm, confirmForm, signUpForm } from './forms.ts'
import { confirm, findSignUp, isConfirmed, sendAgain } from './sign-up.ts'
import { tryProof } from './proof.ts'

export const signUps = Router()

signUps.get('/sign-up', async (req, res) => {
  const claim = await claimed(shortText(req.query, 'claim'), req.now)
  res.render('accounts/sign-up', { title: 'Create an account', form: emptyForm, ...claim })
})

signUps.post('/sign-up', async (req, res) => {
  const claim = await claimed(shortText(req.body, 'claim'), req.now)
  const again = (form: FormState) =>
    res.status(422).render('accounts/sign-up', { title: 'Create an account', form, ...claim })
  const read = readForm(claim.recipient ? claimingSignUpForm : signUpForm, req)
  if (!read.ok) return again(read.form)
  const { name, password } = read.data
  const email = read.data.email ?? claim.recipient
  if (!email) return again(refused(req, 'email', 'Enter an email address, like name@example.com'))
  const weak = weakness(password, { name, address: email.canonical })
  if (weak) return again(refused(req, 'password', weak))

  const hideAddress = read.data.email === null
  const person = { name, email, wayIn: { password } }
  await beginSignUp(req, res, person, { badge: claim.badge, hideAddress })
})

signUps.get('/check-your-email', async (req, res) => {
  const waiting = await signUpOf(req)
  if (!waiting) return res.redirect(303, req.user ? '/home' : '/log-in')
  showCheckEmail(req, res, waiting, emptyForm)
})

signUps.post('/confirm', async (req, res) => {
  const waiting = await signUpOf(req)
  if (!waiting) return res.redirect(303, '/log-in')
  const read = readForm(codeForm, req)
  if (!read.ok) return showCheckEmail(req, res.status(422), waiting, read.form)
  await take('confirm-try.client', clientOfRequest(req))
  const proof = await tryProof(waiting, { code: read.data.code, password: '' })
  if (proof.mistake) {
    return showCheckEmail(req, res.status(422), waiting, refused(req, 'code', proof.mistake))
  }
  await confirmAndEnter(req, res, waiting, true)
})

signUps.post('/confirm/send-again', async (req, res) => {
  const waiting = await signUpOf(req)
  if (!waiting) return res.redirect(303, '/log-in')
  await take('confirm.address', waiting.address)
  saySentAgain(req, { sent: await sendAgain(waiting.id, req.now) })
  res.redirect(303, '/check-your-email')
})

signUps.get('/confirm-email/:token', async (req, res) => {
  const found = await mailedSignUp(req, res)
  if (found) showConfirm(req, res, found, emptyForm)
})

signUps.post('/confirm-email/:token', async (req, res) => {
  const found = await mailedSignUp(req, res)
  if (!found) return
  if (sameBrowser(req, found)) return confirmAndEnter(req, res, found, true)
  const read = readForm(confirmForm, req)
  if (!read.ok) return showConfirm(req, res.status(422), found, read.form)
  await take('confirm-try.client', clientOfRequest(req))
  const proof = await tryProof(found, read.data)
  if (proof.mistake)
    return showConfirm(req, res.status(422), found, refused(req, 'code', proof.mistake))
  await confirmAndEnter(req, res, found, proof.knowsPassword)
})

signUps.post('/confirm-email/:token/send-again', async (req, res) => {
  const token = readToken('confirm', req.params.token, req.now)
  if (token.ok || token.reason === 'expired') await sendAgain(token.id, req.now)
  showMessage(res, {
    heading: 'Check your email',
    text: [
      'If your sign-up is still open, we sent you a new link. It works for 24 hours.',
      'No email? Look in your spam folder too.',
    ],
    actions: [{ label: 'Create an account', href: '/sign-up' }],
  })
})

async function signUpOf(req: Request): Promise<SignUp | null> {
  const { signUpId } = req.session
  return signUpId === undefined ? null : findSignUp(signUpId, req.now)
}

const sameBrowser = (req: Request, found: SignUp) => req.session.signUpId === found.id

function showCheckEmail(req: Request, res: Response, waiting: SignUp, form: FormState) {
  res.render('accounts/check-email', {
    title: 'Check your email',
    address: req.session.hideAddress ? masked(waiting.address) : waiting.typed,
    form,
    canSendIn: canSendIn(waiting, req.now),
  })
}

function showConfirm(req: Request, res: Response, found: SignUp, form: FormState) {
  res.render('accounts/confirm', {
    title: 'Confirm your email',
    address: found.typed,
    token: req.params['token'],
    needs: sameBrowser(req, found) ? 'nothing' : 'code',
    hasPassword: found.passwordHash !== null,
    form,
  })
}

/** The sign-up that a mailed link speaks of; without one, says why and answers null. */
async function mailedSignUp(
  req: Request<{ token: string }>,
  res: Response,
): Promise<SignUp | null> {
  const token = readToken('confirm', req.params.token, req.now)
  const found = token.ok ? await findSignUp(token.id, req.now) : null
  if (found) return found
  await take('bad-link.client', clientOfRequest(req))
  if (token.ok && (await isConfirmed(token.id))) sayConfirmedBefore(res)
  else if (!token.ok && token.reason === 'expired') sayTooOld(res, req.params.token)
  else sayDoesNotWork(res)
  return null
}

async function confirmAndEnter(
  req: Request,
  res: Response,
  waiting: SignUp,
  knowsPassword: boolean,
) {
  const learner = await confirm(waiting.id, knowsPassword, req.now)
  if (!learner) return sayConfirmedBefore(res)
  if (waiting.claimId) req.session.claimId = waiting.claimId
  await startLogin(req, res, learner, { by: 'sign-up', isStrong: false })
  const badges = await countWaiting(learner, req.now)
  const password = 'You can choose a password with “Forgot password?” when you log in next.'
  sayConfirmed(req, badges, ...(knowsPassword ? [] : [password]))
  res.redirect(303, '/home')
}

function sayConfirmedBefore(res: Response) {
  showMessage(res, {
    heading: 'This address is already confirmed',
    text: ['You do not need to do anything.'],
    actions: [{ label: 'Go to Home', href: '/home', primary: true }],
  })
}

function sayTooOld(res: Response, token: string) {
  showMessage(res, {
    status: 410,
    heading: 'This link is too old',
    text: ['Links work for 24 hours. We can send you a new one.'],
    actions: [
      { label: 'Send a new link', post: `/confirm-email/${token}/send-again`, primary: true },
    ],
  })
}

function sayDoesNotWork(res: Response) {
  showMessage(res, {
    status: 404,
    heading: 'This link does not work',
    text: [
      'Part of the link may be missing. Copy the whole link from the email, or ask for a new one.',
    ],
    actions: [
      { label: 'Log in for a new link', href: '/log-in', primary: true },
      { label: 'Help', href: '/help' },
    ],
  })
}
