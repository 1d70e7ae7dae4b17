import { Router, type Request, type Response } from 'express'
import { thisDevice } from '#web/device'
import { flash } from '#web/flash'
import { emptyForm, readForm, type FormState } from '#web/forms'
import { currentLearner } from '#web/login'
import { askToClose, closesOn, stayOpen } from './closing.ts'
import { closeForm } from './forms.ts'

/** Changing one's mind. */
export const stayingOpen = Router()

stayingOpen.get('/', (req, res, next) => {
  const { closesAt } = currentLearner(req)
  // One that stays open is asked for on the page behind this one, after a fresh login.
  if (!closesAt) return next()
  res.render('closing/closes', { title: 'Your account closes', closesAt })
})

stayingOpen.post('/keep', async (req, res) => {
  await stayOpen(currentLearner(req), thisDevice(req), req.now)
  flash(req, 'Your account stays open', 'Your public pages are back at the same links.')
  res.redirect(303, '/settings')
})

/** *Close my account*. */
export const closing = Router()

closing.get('/', (req, res) => {
  showClose(req, res, emptyForm)
})

closing.post('/', async (req, res) => {
  const read = readForm(closeForm, req)
  if (!read.ok) return showClose(req, res.status(422), read.form)
  await askToClose(currentLearner(req), thisDevice(req), req.now)
  flash(req, 'Your public pages are off', 'We sent an email to all your addresses.')
  res.redirect(303, '/settings/close')
})

function showClose(req: Request, res: Response, form: FormState) {
  res.render('closing/close', { title: 'Close my account', form, closesAt: closesOn(req.now) })
}
