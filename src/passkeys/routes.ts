import { Router, type Request, type Response } from 'express'
import { challengeLives } from '#accounts/lifetimes'
import { giveBack, take } from '#limits/limits'
import { clientOfRequest, deviceNameOf } from '#web/device'
import { flash } from '#web/flash'
import { emptyForm, readForm, refused, type FormState } from '#web/forms'
import { currentLearner, enter } from '#web/login'
import { askedFor, destination, returnAddress } from '#web/return-address'
import { addForm, doesNotWork, logInForm, nameForm, notAdded } from './forms.ts'
import { askForPasskey, tryPasskey } from './log-in.ts'
import { findPasskey, mostPasskeys, passkeysOf, removePasskey, renamePasskey } from './passkey.ts'
import { addPasskey, askForNewPasskey } from './registration.ts'

/** Logging in with a passkey, without typing an address. */
export const passkeyLogIn = Router()

passkeyLogIn.post('/options', async (req, res) => {
  await take('passkey.client', clientOfRequest(req))
  const options = await askForPasskey()
  req.session.passkey = { challenge: options.challenge, at: +req.now, for: 'log-in' }
  res.json(options)
})

passkeyLogIn.post('/', async (req, res) => {
  const client = clientOfRequest(req)
  await take('passkey.client', client)
  const challenge = takeChallenge(req, 'log-in')
  const read = readForm(logInForm, req)
  if (!challenge || !read.ok) return refuse(req, res)
  const learner = await tryPasskey(read.data.response, challenge, deviceNameOf(req), req.now)
  // Whoever is logged in already shows that it is still them.
  if (!learner || (req.user && req.user.id !== learner.id)) return refuse(req, res)
  // What was asked and what was answered: a whole school may log in from one address.
  await giveBack('passkey.client', client, 2)
  await enter(req, res, learner, { by: 'passkey', to: destination(req.body) })
})

/** The learner's own passkeys. */
export const passkeys = Router()

passkeys.get('/', async (req, res) => {
  await showPasskeys(req, res, emptyForm)
})

// The name is checked before the device makes a passkey, which would stay there if it were refused.
passkeys.post('/options', async (req, res) => {
  if (!readForm(nameForm, req).ok) return void res.status(422).json({})
  const options = await askForNewPasskey(currentLearner(req))
  req.session.passkey = { challenge: options.challenge, at: +req.now, for: 'add' }
  res.json(options)
})

passkeys.post('/', async (req, res) => {
  const again = (form: FormState) => showPasskeys(req, res.status(422), form)
  const challenge = takeChallenge(req, 'add')
  const read = readForm(addForm, req)
  if (!read.ok) return again(read.form)
  if (!challenge) return again(refused(req, 'response', notAdded))
  const deviceName = deviceNameOf(req)
  const mistake = await addPasskey(currentLearner(req), read.data, challenge, deviceName, req.now)
  if (mistake !== null) return again(refused(req, 'response', mistake))
  flash(req, 'Passkey added', 'You can log in with it from now on.')
  res.redirect(303, '/settings/passkeys')
})

passkeys.get('/:id', async (req, res) => {
  await showPasskey(req, res, emptyForm)
})

passkeys.post('/:id/rename', async (req, res) => {
  const learner = currentLearner(req)
  const read = readForm(nameForm, req)
  if (!read.ok) return showPasskey(req, res.status(422), read.form)
  await renamePasskey(learner, req.params.id, read.data.name, deviceNameOf(req), req.now)
  flash(req, 'Passkey renamed')
  res.redirect(303, '/settings/passkeys')
})

passkeys.post('/:id/remove', async (req, res) => {
  const learner = currentLearner(req)
  if (!(await removePasskey(learner, req.params.id, deviceNameOf(req), req.now)))
    return showPasskey(req, res.status(422), refused(req, 'remove', lastWayIn))
  flash(req, 'Passkey removed', 'Nobody can log in with it now. Delete it on your device too.')
  res.redirect(303, '/settings/passkeys')
})

const lastWayIn = 'This passkey is your only way in. Add a password first'

/** The challenge that this browser was given for this, if it is still good; from now on it is used. */
function takeChallenge(req: Request, purpose: 'log-in' | 'add') {
  const { passkey } = req.session
  delete req.session.passkey
  if (passkey?.for !== purpose || +req.now - passkey.at >= challengeLives) return null
  return passkey
}

/** The same for a passkey that is unknown, somebody else's, or wrong in any way. */
function refuse(req: Request, res: Response) {
  const { claim, next } = askedFor(req.body)
  if (req.user) {
    flash(req, 'This passkey does not work here', 'Try again, or log in another way.', 'info')
    return res.redirect(303, `/log-in/again?next=${encodeURIComponent(returnAddress(next))}`)
  }
  res.status(422).render('accounts/log-in', {
    title: 'Log in',
    form: refused(req, 'response', doesNotWork),
    claim: claim ?? null,
    next: next ?? null,
  })
}

async function showPasskeys(req: Request, res: Response, form: FormState) {
  const own = await passkeysOf(currentLearner(req))
  res.render('passkeys/index', {
    title: 'Passkeys',
    form,
    passkeys: own,
    isFull: own.length >= mostPasskeys,
    mostPasskeys,
    suggestedName: deviceNameOf(req),
  })
}

async function showPasskey(req: Request<{ id: string }>, res: Response, form: FormState) {
  const passkey = await findPasskey(currentLearner(req), req.params.id)
  res.render('passkeys/passkey', { title: passkey.name, form, passkey })
}
