import { Router, type Request, type Response } from 'express'
import { endLogin, enter, readCredentials } from '#web/login'
import { emptyForm, readForm, refused, type FormState } from '#web/forms'
import { showMessage } from '#web/message'
import { askedFor, destination, type Asked } from '#web/return-address'
import { clientOfRequest, visitorOf } from '#web/device'
import { take } from '#limits/limits'
import { forgotForm, logInForm, resetForm } from './forms.ts'
import { weakness } from './passwords.ts'
import { askForReset, findReset, resetPassword } from './password-reset.ts'
import { readToken } from './tokens.ts'

export const accounts = Router()

accounts.get('/log-in', (req, res) => {
  const asked = askedFor(req.query)
  if (req.user) return res.redirect(303, destination(req.query))
  showLogIn(res, asked, emptyForm)
})

accounts.post('/log-in', async (req, res) => {
  const asked = askedFor(req.body)
  const read = readForm(logInForm, req)
  if (!read.ok) return showLogIn(res.status(422), asked, read.form)

  const found = await readCredentials(req)
  if (!found) {
    const mistake = 'The email or password is not right. Check both and try again.'
    return showLogIn(res.status(422), asked, refused(req, 'email', mistake))
  }
  if ('signUpId' in found) {
    req.session.signUpId = found.signUpId
    return res.redirect(303, '/check-your-email')
  }
  await enter(req, res, found.learner, { by: 'password', to: destination(req.body) })
})

accounts.post('/log-out', async (req, res) => {
  await endLogin(req, res)
  // Not the cookies: the one that lets this device be known again stays.
  res.set('Clear-Site-Data', '"storage"').redirect(303, '/log-in')
})

accounts.get('/forgot-password', (_req, res) => {
  res.render('accounts/forgot', { title: 'Forgot your password?', form: emptyForm })
})

accounts.post('/forgot-password', async (req, res) => {
  const read = readForm(forgotForm, req)
  if (!read.ok) {
    return res
      .status(422)
      .render('accounts/forgot', { title: 'Forgot your password?', form: read.form })
  }
  await take('reset.client', clientOfRequest(req))
  await take('reset.address', read.data.email.canonical)
  await askForReset(read.data.email)
  res.render('accounts/forgot-sent', { title: 'Check your email', address: read.data.email.typed })
})

accounts.get('/reset-password/:token', async (req, res) => {
  if (!(await resetOf(req))) return linkTooOld(res)
  showReset(req, res, emptyForm)
})

accounts.post('/reset-password/:token', async (req, res) => {
  const reset = await resetOf(req)
  if (!reset) return linkTooOld(res)
  const read = readForm(resetForm, req)
  if (!read.ok) return showReset(req, res.status(422), read.form)
  const { name, addresses } = reset.account
  const weak = weakness(read.data.password, { name, address: addresses[0]?.address ?? '' })
  if (weak) return showReset(req, res.status(422), refused(req, 'password', weak))
  const { deviceName } = visitorOf(req)
  if (!(await resetPassword(reset.id, read.data.password, deviceName, req.now)))
    return linkTooOld(res)
  showMessage(res, {
    heading: 'Your password was changed',
    text: ['You are logged out everywhere. Log in with your new password.'],
    actions: [{ label: 'Log in', href: '/log-in', primary: true }],
  })
})

function showLogIn(res: Response, { claim, next }: Asked, form: FormState) {
  res.render('accounts/log-in', {
    title: 'Log in',
    form,
    claim: claim ?? null,
    next: next ?? null,
  })
}

function showReset(req: Request<{ token: string }>, res: Response, form: FormState) {
  res.render('accounts/reset', { title: 'Choose a new password', form, token: req.params.token })
}

async function resetOf(req: Request<{ token: string }>) {
  const token = readToken('reset', req.params.token, req.now)
  const reset = token.ok ? await findReset(token.id, req.now) : null
  if (!reset) await take('bad-link.client', clientOfRequest(req))
  return reset
}

function linkTooOld(res: Response) {
  showMessage(res.status(410), {
    heading: 'This link is too old',
    text: [
      'Links to change a password work for 30 minutes, and only once. We can send you a new one.',
    ],
    actions: [{ label: 'Send a new link', href: '/forgot-password', primary: true }],
  })
}
