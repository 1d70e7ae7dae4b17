import { Router, type Request, type Response } from 'express'
import { emailForm } from '#accounts/forms'
import { tryPassword } from '#accounts/log-in'
import { weakness } from '#accounts/passwords'
import { readToken } from '#accounts/tokens'
import { hasPassword } from '#accounts/ways-in'
import { take } from '#limits/limits'
import { clientOfRequest, deviceNameOf, thisDevice, visitorOf } from '#web/device'
import { flash } from '#web/flash'
import { emptyForm, readForm, refused, type FormState } from '#web/forms'
import { currentLearner } from '#web/login'
import { showMessage } from '#web/message'
import { changePassword } from './change.ts'
import { changeForm, resetForm } from './forms.ts'
import { askForReset, findReset, resetPassword } from './reset.ts'

/** For people who cannot log in: a link by email to choose a new password. */
export const passwordResets = Router()

passwordResets.get('/forgot-password', (_req, res) => {
  showForgot(res, emptyForm)
})

passwordResets.post('/forgot-password', async (req, res) => {
  const read = readForm(emailForm, req)
  if (!read.ok) return showForgot(res.status(422), read.form)
  await take('reset.client', clientOfRequest(req))
  await take('reset.address', read.data.email.canonical)
  await askForReset(read.data.email)
  res.render('password/forgot-sent', { title: 'Check your email', address: read.data.email.typed })
})

passwordResets.get('/reset-password/:token', async (req, res) => {
  if (!(await resetOf(req))) return linkTooOld(res)
  showReset(req, res, emptyForm)
})

passwordResets.post('/reset-password/:token', async (req, res) => {
  const reset = await resetOf(req)
  if (!reset) return linkTooOld(res)
  const read = readForm(resetForm, req)
  if (!read.ok) return showReset(req, res.status(422), read.form)
  const { name, addresses } = reset.account
  const weak = weakness(read.data.password, { name, address: addresses[0]?.address ?? '' })
  if (weak) return showReset(req, res.status(422), refused(req, 'password', weak))
  if (!(await resetPassword(reset.id, read.data.password, deviceNameOf(req), req.now)))
    return linkTooOld(res)
  showMessage(res, {
    heading: 'Your password was changed',
    text: [
      'You are logged out everywhere. Log in with your new password.',
      'Then look at Settings: is there a way to log in that you do not know? Remove it.',
    ],
    actions: [{ label: 'Log in', href: '/log-in', primary: true }],
  })
})

/** For people who are logged in. */
export const changingPassword = Router()

changingPassword.get('/', async (req, res) => {
  showChange(req, res, { form: emptyForm, has: await hasPassword(currentLearner(req)) })
})

changingPassword.post('/', async (req, res) => {
  const learner = currentLearner(req)
  const had = await hasPassword(learner)
  const mistake = (form: FormState) => showChange(req, res.status(422), { form, has: had })
  const read = readForm(had ? changeForm : resetForm, req)
  if (!read.ok) return mistake(read.form)
  const { password, current } = { current: undefined, ...read.data }
  if (current !== undefined && !(await isOwn(req, current)))
    return mistake(refused(req, 'current', 'This is not your password. Check it and try again'))
  const weak = weakness(password, { name: learner.name, address: learner.addresses[0] ?? '' })
  if (weak) return mistake(refused(req, 'password', weak))
  await changePassword(learner, password, thisDevice(req), req.now)
  if (had) flash(req, 'Your password was changed', 'All other devices were logged out.')
  else flash(req, 'You have a password now', 'You can log in with it from now on.')
  res.redirect(303, '/settings')
})

/** Counted as every password that is tried: an open browser must not be a place to guess. */
async function isOwn(req: Request, password: string): Promise<boolean> {
  const { id, addresses } = currentLearner(req)
  const found = await tryPassword(addresses[0] ?? '', password, visitorOf(req), req.now)
  return found !== null && 'learner' in found && found.learner.id === id
}

function showChange(req: Request, res: Response, { form, has }: { form: FormState; has: boolean }) {
  res.render('password/change', {
    title: has ? 'Change your password' : 'Choose a password',
    form,
    hasPassword: has,
    address: currentLearner(req).addresses[0] ?? '',
  })
}

function showForgot(res: Response, form: FormState) {
  res.render('password/forgot', { title: 'Forgot your password?', form })
}

function showReset(req: Request<{ token: string }>, res: Response, form: FormState) {
  res.render('password/reset', { title: 'Choose a new password', form, token: req.params.token })
}

async function resetOf(req: Request<{ token: string }>) {
  const token = readToken('reset', req.params.token, req.now)
  const reset = token.ok ? await findReset(token.id, req.now) : null
  if (!reset) await take('bad-link.client', clientOfRequest(req))
  return reset
}

function linkTooOld(res: Response) {
  showMessage(res, {
    status: 410,
    heading: 'This link is too old',
    text: [
      'Links to change a password work for 30 minutes, and only once. We can send you a new one.',
    ],
    actions: [{ label: 'Send a new link', href: '/forgot-password', primary: true }],
  })
}
