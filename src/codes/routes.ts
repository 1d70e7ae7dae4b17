import { Router, type Request, type Response } from 'express'
import type { Address } from '#accounts/email-address'
import { codeForm, codeHint, emailForm } from '#accounts/forms'
import { visitorOf } from '#web/device'
import { flash } from '#web/flash'
import { emptyForm, readForm, refused, type FormState } from '#web/forms'
import { enter } from '#web/login'
import { asQuery, askedFor, destination, type Asked } from '#web/return-address'
import { askForCode, findCode, tryCode } from './log-in-code.ts'

/** A code by email, as a way in without a password. */
export const logInCodes = Router()

logInCodes.get('/', (req, res) => {
  showAsk(req, res, askedFor(req.query), emptyForm)
})

logInCodes.post('/', async (req, res) => {
  const read = readForm(emailForm, req)
  if (!read.ok) return showAsk(req, res.status(422), askedFor(req.body), read.form)
  await ask(req, read.data.email, destination(req.body))
  res.redirect(303, '/log-in/code/enter')
})

logInCodes.get('/enter', async (req, res) => {
  await showEnter(req, res, emptyForm)
})

logInCodes.post('/enter', async (req, res) => {
  const { logInCode } = req.session
  if (!logInCode) return res.redirect(303, '/log-in/code')
  const mistake = (form: FormState) => showEnter(req, res.status(422), form)
  const read = readForm(codeForm, req)
  if (!read.ok) return mistake(read.form)
  const found = await tryCode(logInCode.id, read.data.code, visitorOf(req), req.now)
  if (found === 'wrong') return mistake(refused(req, 'code', codeHint))
  if (found === 'ended') return mistake(refused(req, 'code', ended))
  delete req.session.logInCode
  await enter(req, res, found.learner, { by: 'code', to: logInCode.to })
})

logInCodes.post('/send-again', async (req, res) => {
  const { logInCode } = req.session
  const asked = logInCode && (await findCode(logInCode.id))
  if (!asked) return res.redirect(303, '/log-in/code')
  await ask(req, { canonical: asked.address, typed: asked.typed }, logInCode.to)
  flash(req, 'A new code is on its way', 'Use the code from the newest email.')
  res.redirect(303, '/log-in/code/enter')
})

const ended = 'This code does not work any more. Ask for a new one'

/** The code works in this browser only: nobody else's session knows its id. */
async function ask(req: Request, email: Address, to: string) {
  const earlier = req.session.logInCode?.id
  const id = await askForCode(email, visitorOf(req), earlier, req.now)
  req.session.logInCode = { id, to }
}

function showAsk(req: Request, res: Response, { claim, next }: Asked, form: FormState) {
  res.render('codes/ask', {
    title: 'Log in with a code',
    form,
    claim: claim ?? null,
    next: next ?? null,
    email: req.user?.addresses[0] ?? '',
  })
}

async function showEnter(req: Request, res: Response, form: FormState) {
  const { logInCode } = req.session
  const asked = logInCode && (await findCode(logInCode.id))
  if (!asked) return res.redirect(303, '/log-in/code')
  const title = 'Check your email'
  res.render('codes/enter', { title, form, address: asked.typed, back: asQuery(logInCode.to) })
}
