import { Router, type Request, type Response } from 'express'
import { codeForm, emailForm } from '#accounts/forms'
import { canSendIn } from '#accounts/mailed-code'
import { readToken } from '#accounts/tokens'
import type { NewAddress } from '#generated/prisma/client'
import { countWaiting } from '#inbox/waiting'
import { take } from '#limits/limits'
import { sayConfirmed, saySentAgain } from '#web/confirming'
import { clientOfRequest, deviceNameOf } from '#web/device'
import { flash } from '#web/flash'
import { emptyForm, readForm, refused, type FormState } from '#web/forms'
import { currentLearner } from '#web/login'
import { showMessage } from '#web/message'
import { badLink, gone, otherAccount, tooOld } from './answers.ts'
import {
  askForAddress,
  cameBack,
  confirmAddress,
  dropNewAddress,
  findNewAddress,
  isOfAnotherAccount,
  sendAgain,
  shownAs,
  waitingAddresses,
} from './new-address.ts'
import { addressesOf, makeMain, removalOf, removeAddress } from './own-addresses.ts'
import { tryCode } from './proof.ts'

type ById = Request<{ id: string }>
type ByToken = Request<{ token: string }>

const list = '/settings/addresses'

/** The learner's addresses: seeing and confirming them. */
export const addresses = Router()

addresses.get('/', async (req, res) => {
  const learner = currentLearner(req)
  const waiting = await waitingAddresses(learner, req.now)
  res.render('addresses/index', {
    title: 'Email addresses',
    confirmed: await addressesOf(learner),
    waiting: waiting.map((one) => ({ id: one.id, shown: shownAs(one) })),
  })
})

addresses.get('/waiting/:id', async (req, res) => {
  const waiting = await waitingOf(req, res)
  if (waiting) await showWaiting(req, res, waiting, emptyForm)
})

addresses.post('/waiting/:id', async (req: ById, res) => {
  const waiting = await waitingOf(req, res)
  if (!waiting) return
  const read = readForm(codeForm, req)
  if (!read.ok) return showWaiting(req, res.status(422), waiting, read.form)
  const mistake = await tryCode(currentLearner(req), waiting, read.data.code, req.now)
  if (mistake !== null)
    return showWaiting(req, res.status(422), waiting, refused(req, 'code', mistake))
  await confirmAndTell(req, res, waiting)
})

addresses.post('/waiting/:id/send-again', async (req: ById, res) => {
  const waiting = await waitingOf(req, res)
  if (!waiting) return
  saySentAgain(req, { sent: await sendAgain(waiting, req.now) })
  res.redirect(303, `${list}/waiting/${waiting.id}`)
})

addresses.post('/waiting/:id/remove', async (req: ById, res) => {
  const waiting = await waitingOf(req, res)
  if (!waiting) return
  await dropNewAddress(currentLearner(req), waiting.id)
  flash(
    req,
    'The address was not added',
    'The code and the link in its email do not work any more.',
  )
  res.redirect(303, list)
})

addresses.get('/confirm/:token', async (req, res) => {
  const waiting = await mailedAddress(req, res)
  if (!waiting) return
  const { token } = req.params
  res.render('addresses/confirm', { title: 'Confirm your email', shown: shownAs(waiting), token })
})

addresses.post('/confirm/:token', async (req, res) => {
  const waiting = await mailedAddress(req, res)
  if (waiting) await confirmAndTell(req, res, waiting)
})

/** Adding, removing and choosing the main one. */
export const changingAddresses = Router()

changingAddresses.get('/add', (_req, res) => {
  showAdd(res, emptyForm)
})

changingAddresses.post('/add', async (req, res) => {
  const read = readForm(emailForm, req)
  if (!read.ok) return showAdd(res.status(422), read.form)
  const asking = { isHidden: false, device: deviceNameOf(req) }
  const asked = await askForAddress(currentLearner(req), read.data.email, asking, req.now)
  if ('mistake' in asked) return showAdd(res.status(422), refused(req, 'email', asked.mistake))
  res.redirect(303, `${list}/waiting/${asked.id}`)
})

changingAddresses.post('/:id/make-main', async (req: ById, res) => {
  const { typed } = await makeMain(currentLearner(req), req.params.id, deviceNameOf(req), req.now)
  flash(req, 'Your main address was changed', `It is now ${typed}.`)
  res.redirect(303, list)
})

changingAddresses.get('/:id/remove', async (req, res) => {
  const removal = await removalOf(currentLearner(req), req.params.id, req.now)
  if (removal.isLast) return keepLast(req, res)
  res.render('addresses/remove', { title: 'Remove this address?', ...removal })
})

changingAddresses.post('/:id/remove', async (req: ById, res) => {
  const done = await removeAddress(currentLearner(req), req.params.id, deviceNameOf(req), req.now)
  if (!done) return keepLast(req, res)
  flash(req, 'The address was removed', 'Your badges are still in your account.')
  res.redirect(303, list)
})

function keepLast(req: Request, res: Response) {
  flash(req, 'This is your only address', 'Add another one first. Then you can remove it.', 'info')
  res.redirect(303, list)
}

/** The learner's own address that still waits; without one, says so and answers null. */
async function waitingOf(req: ById, res: Response): Promise<NewAddress | null> {
  const waiting = await findNewAddress(currentLearner(req), req.params.id, req.now)
  if (!waiting) showMessage(res, gone)
  return waiting
}

/** The same for the link in its mail, which works in the account that asked for it and nowhere else. */
async function mailedAddress(req: ByToken, res: Response): Promise<NewAddress | null> {
  const token = readToken('new-address', req.params.token, req.now)
  if (!token.ok && token.reason === 'invalid') {
    await take('bad-link.client', clientOfRequest(req))
    showMessage(res, badLink)
    return null
  }
  const learner = currentLearner(req)
  const waiting = await findNewAddress(learner, token.id, req.now)
  if (waiting && token.ok) return waiting
  if (waiting) showMessage(res, tooOld(waiting.id))
  else showMessage(res, (await isOfAnotherAccount(learner, token.id)) ? otherAccount : gone)
  return null
}

/** Confirms, and leads to the badges that were waiting for it. */
async function confirmAndTell(req: Request, res: Response, waiting: NewAddress) {
  const learner = currentLearner(req)
  const outcome = await confirmAddress(learner, waiting.id, deviceNameOf(req), req.now)
  if (outcome === 'gone') return showMessage(res, gone)
  if (outcome === 'taken') {
    flash(req, 'The address was not added', 'It belongs to another account now.', 'info')
    return res.redirect(303, list)
  }
  const badges = await countWaiting({ ...learner, addresses: [waiting.address] }, req.now)
  sayConfirmed(req, badges)
  res.redirect(303, badges > 0 ? '/home' : list)
}

function showAdd(res: Response, form: FormState) {
  res.render('addresses/add', { title: 'Add an email address', form })
}

async function showWaiting(req: Request, res: Response, waiting: NewAddress, form: FormState) {
  res.render('addresses/waiting', {
    title: 'Check your email',
    form,
    id: waiting.id,
    shown: shownAs(waiting),
    cameBack: await cameBack(waiting),
    canSendIn: canSendIn(waiting, req.now),
  })
}
