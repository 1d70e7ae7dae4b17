import { Router, type Request, type Response } from 'express'
import { emptyForm, readForm, refused, type FormState } from '#web/forms'
import { visitorOf } from '#web/device'
import { currentLearner, endLogin, enter, readCredentials } from '#web/login'
import { askedFor, destination, type Asked } from '#web/return-address'
import { logInAgainForm, logInForm } from './forms.ts'
import { tryPassword } from './log-in.ts'
import { hasPassword } from './ways-in.ts'

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

/** Before an address, a password or a key changes, people show once more who they are. */
export const loggingInAgain = Router()

loggingInAgain.get('/', async (req, res) => {
  await showLogInAgain(req, res, askedFor(req.query), emptyForm)
})

loggingInAgain.post('/', async (req, res) => {
  const learner = currentLearner(req)
  const again = (form: FormState) => showLogInAgain(req, res.status(422), askedFor(req.body), form)
  const read = readForm(logInAgainForm, req)
  if (!read.ok) return again(read.form)
  const address = learner.addresses[0] ?? ''
  const found = await tryPassword(address, read.data.password, visitorOf(req), req.now)
  if (!found || !('learner' in found))
    return again(refused(req, 'password', 'The password is not right. Check it and try again'))
  await enter(req, res, found.learner, { by: 'password', to: destination(req.body) })
})

function showLogIn(res: Response, { claim, next }: Asked, form: FormState) {
  res.render('accounts/log-in', {
    title: 'Log in',
    form,
    claim: claim ?? null,
    next: next ?? null,
  })
}

async function showLogInAgain(req: Request, res: Response, { next }: Asked, form: FormState) {
  const learner = currentLearner(req)
  res.render('accounts/log-in-again', {
    title: 'Please log in again',
    form,
    claim: null,
    next: next ?? null,
    address: learner.addresses[0] ?? '',
    hasPassword: await hasPassword(learner),
  })
}
