import { Router, type Request, type Response } from 'express'
import { deviceNameOf, visitorOf } from '#web/device'
import { flash } from '#web/flash'
import { emptyForm, readForm, refused, shortText, type FormState } from '#web/forms'
import { currentLearner, startLogin } from '#web/login'
import { asQuery } from '#web/return-address'
import { appCodeHint, codeForm, recoveryCodeHint } from './forms.ts'
import { hasSecondStep } from './protection.ts'
import { qrCode } from './qr-code.ts'
import { codesLeft, madeAtOnce, makeRecoveryCodes } from './recovery-codes.ts'
import { findHalfway, trySecondStep } from './second-step.ts'
import { beginSetUp, switchOff, switchOn, waitingSecret } from './switching.ts'
import { keyUri, typedKey } from './totp.ts'

/** The second step of a login. */
export const secondStep = Router()

secondStep.get('/', async (req, res) => {
  if (!(await halfwayHere(req))) return res.redirect(303, logInAnew(req))
  showSecondStep(res, 'recovery' in req.query, emptyForm)
})

secondStep.post('/', async (req, res) => {
  const { halfway } = req.session
  const learner = await halfwayHere(req)
  if (!learner || !halfway) return res.redirect(303, logInAnew(req))
  const byRecovery = shortText(req.body, 'by') === 'recovery'
  const mistake = (form: FormState) => showSecondStep(res.status(422), byRecovery, form)
  const read = readForm(codeForm, req)
  if (!read.ok) return mistake(read.form)
  const done = await trySecondStep(learner, read.data.code, visitorOf(req), req.now)
  if (!done) return mistake(refused(req, 'code', byRecovery ? recoveryCodeHint : appCodeHint))
  await startLogin(req, res, learner, { by: halfway.by, isStrong: true })
  if (done.by === 'recovery code') sayHowManyAreLeft(req, done.left)
  res.redirect(303, halfway.to)
})

/** Switching it on and off. */
export const twoStep = Router()

twoStep.get('/', async (req, res) => {
  const learner = currentLearner(req)
  if (!(await hasSecondStep(learner.id)))
    return res.render('two-step/off', { title: 'Second step' })
  const left = await codesLeft(learner)
  res.render('two-step/on', { title: 'Second step', left, madeAtOnce })
})

twoStep.post('/set-up', async (req, res) => {
  await beginSetUp(currentLearner(req), req.now)
  res.redirect(303, '/settings/two-step/set-up')
})

twoStep.get('/set-up', async (req, res) => {
  await showSetUp(req, res, emptyForm)
})

twoStep.post('/switch-on', async (req, res) => {
  const mistake = (form: FormState) => showSetUp(req, res.status(422), form)
  const read = readForm(codeForm, req)
  if (!read.ok) return mistake(read.form)
  const codes = await switchOn(currentLearner(req), read.data.code, deviceNameOf(req), req.now)
  if (!codes) return mistake(refused(req, 'code', appCodeHint))
  showCodes(req, res, 'The second step is on.', codes)
})

twoStep.post('/recovery-codes', async (req, res) => {
  const codes = await makeRecoveryCodes(currentLearner(req), deviceNameOf(req), req.now)
  if (!codes) return res.redirect(303, '/settings/two-step')
  showCodes(req, res, 'Your old codes have ended.', codes)
})

twoStep.get('/switch-off', async (req, res) => {
  if (!(await hasSecondStep(currentLearner(req).id))) return res.redirect(303, '/settings/two-step')
  res.render('two-step/switch-off', { title: 'Switch off the second step?' })
})

twoStep.post('/switch-off', async (req, res) => {
  await switchOff(currentLearner(req), deviceNameOf(req), req.now)
  flash(req, 'The second step is off', 'Your recovery codes do not work any more.', 'info')
  res.redirect(303, '/settings/two-step')
})

/** Whoever took the first step in this browser, as long as that counts. */
async function halfwayHere(req: Request) {
  const { halfway } = req.session
  return halfway ? findHalfway(halfway, req.now) : null
}

/** The first step has to be taken again; where it should lead to is not lost. */
function logInAnew(req: Request): string {
  const { halfway } = req.session
  return halfway ? `/log-in${asQuery(halfway.to)}` : '/log-in'
}

function showSecondStep(res: Response, byRecovery: boolean, form: FormState) {
  const title = byRecovery ? 'Enter a recovery code' : 'Enter the code from your app'
  res.render('two-step/second-step', { title, byRecovery, form })
}

function sayHowManyAreLeft(req: Request, left: number) {
  const codes = left === 1 ? '1 recovery code is' : `${left} recovery codes are`
  const advice = left > 2 ? '' : ' Make new ones under Settings, Second step.'
  flash(req, 'You used a recovery code', `It does not work again. ${codes} left.${advice}`, 'info')
}

async function showSetUp(req: Request, res: Response, form: FormState) {
  const learner = currentLearner(req)
  const secret = await waitingSecret(learner)
  if (!secret) return res.redirect(303, '/settings/two-step')
  const uri = keyUri(secret, learner.shownName)
  const shown = { uri, qr: qrCode(uri), typedKey: typedKey(secret) }
  res.render('two-step/set-up', { title: 'Set up the second step', form, ...shown })
}

/** The only time that they are seen: no address shows them again. */
function showCodes(req: Request, res: Response, said: string, codes: string[]) {
  const title = 'Your recovery codes'
  res.render('two-step/recovery-codes', { title, said, codes, today: req.now })
}
