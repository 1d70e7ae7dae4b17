import { Router, type Request, type Response } from 'express'
import { NotFound } from '#errors'
import { take } from '#limits/limits'
import { notAdded } from '#providers/answers'
import { isSetUp, labelOf, providerNames, stored } from '#providers/provider'
import type { Visitor } from '#providers/visitor'
import { claimed } from '#sign-up/claimed'
import { clientOfRequest } from '#web/device'
import { flash } from '#web/flash'
import { emptyForm, readForm, refused, shortText, type FormState } from '#web/forms'
import { currentLearner, enter, startLogin } from '#web/login'
import { showMessage } from '#web/message'
import { begin, comeBack, hearFrom, type Leaving } from '#web/providers'
import { asQuery, claimIn, destination } from '#web/return-address'
import { beginSignUp } from '#web/sign-up'
import { keepVisitor, visitingOf } from '#web/visiting'
import { noAnswer, notThisAccount, startAgain, wayOf } from './answers.ts'
import { arrive, recognise } from './arrival.ts'
import { addressForm, claimingAddressForm } from './forms.ts'

/** To Google or Facebook and back. */
export const providerLogIn = Router()

for (const provider of providerNames) {
  providerLogIn.get(`/log-in/${provider}`, async (req, res, next) => {
    const to = destination(req.query)
    await begin(provider, { purpose: 'log-in', to }, `/log-in${asQuery(to)}`, [req, res, next])
  })

  providerLogIn.get(`/log-in/${provider}/callback`, async (req, res) => {
    if (!isSetUp(provider)) throw new NotFound()
    await take('provider.client', clientOfRequest(req))
    const left = await comeBack(req, provider)
    if (!left) return showMessage(res, startAgain(provider))
    const visitor = await hear(req, res, left)
    if (!visitor) return
    delete req.session.visiting
    if (left.purpose === 'add') await offerToAdd(req, res, visitor)
    else if (req.user) await enterAgain(req, res, left, visitor)
    else await comeIn(req, res, left, visitor)
  })
}

providerLogIn.get('/sign-up/address', async (req, res) => {
  const visiting = visitingOf(req)
  if (!visiting) return res.redirect(303, '/sign-up')
  const claim = await claimed(claimIn(visiting.to), req.now)
  showAddress(res, visiting.visitor, claim, emptyForm)
})

providerLogIn.post('/sign-up/address', async (req, res) => {
  const visiting = visitingOf(req)
  if (!visiting) return res.redirect(303, '/sign-up')
  const { visitor, to } = visiting
  const claim = await claimed(claimIn(to), req.now)
  const again = (form: FormState) => showAddress(res.status(422), visitor, claim, form)
  const read = readForm(claim.recipient ? claimingAddressForm : addressForm, req)
  if (!read.ok) return again(read.form)
  const email = read.data.email ?? claim.recipient
  if (!email) return again(refused(req, 'email', 'Enter an email address, like name@example.com'))
  const wayIn = { provider: stored[visitor.provider], subject: visitor.subject }
  const hideAddress = read.data.email === null
  const person = { name: read.data.name, email, wayIn }
  await beginSignUp(req, res, person, { badge: claim.badge, hideAddress })
})

/** Who the provider says it is; otherwise says what went wrong, and answers null. */
async function hear(req: Request, res: Response, left: Leaving): Promise<Visitor | null> {
  const { provider } = left
  const way = wayOf(left, asQuery(left.to))
  if (shortText(req.query, 'error') === 'access_denied') {
    const label = labelOf[provider]
    flash(req, `You came back without ${label}`, 'Nothing was changed.', 'info')
    res.redirect(303, way.instead.href)
    return null
  }
  const found = await hearFrom(req, res, left)
  if (typeof found === 'object') return found
  showMessage(res, found === 'code refused' ? startAgain(provider) : noAnswer(way))
  return null
}

async function comeIn(req: Request, res: Response, { provider, to }: Leaving, visitor: Visitor) {
  const arrival = await arrive(visitor, req.now)
  const label = labelOf[provider]
  switch (arrival.is) {
    case 'known':
      return enter(req, res, arrival.learner, { by: provider, to })
    case 'new':
      await startLogin(req, res, arrival.learner, { by: provider, isStrong: false })
      flash(req, 'Your account is ready', `Next time, log in with ${label} again.`)
      return res.redirect(303, to)
    case 'address taken':
      keepVisitor(req, visitor, to)
      flash(
        req,
        'You already have an account with this address',
        `Log in to it once. Then you can add ${label}.`,
        'info',
      )
      return res.redirect(303, `/log-in${asQuery('/settings/providers/waiting')}`)
    case 'unconfirmed':
      keepVisitor(req, visitor, to)
      return res.redirect(303, '/sign-up/address')
  }
}

/** Whoever is logged in shows again that it is them; nobody changes accounts on the way. */
async function enterAgain(req: Request, res: Response, left: Leaving, visitor: Visitor) {
  const owner = await recognise(visitor, req.now)
  if (owner?.id !== currentLearner(req).id)
    return showMessage(res, notThisAccount(wayOf(left, asQuery(left.to))))
  await enter(req, res, owner, { by: left.provider, to: left.to })
}

/** Nothing is added before the learner has seen whose login it is and has agreed. */
async function offerToAdd(req: Request, res: Response, visitor: Visitor) {
  const owner = await recognise(visitor, req.now)
  const to = '/settings/providers'
  if (!owner) {
    keepVisitor(req, visitor, to)
    return res.redirect(303, '/settings/providers/waiting')
  }
  if (owner.id !== currentLearner(req).id)
    return showMessage(res, notAdded(visitor.provider, 'in another account'))
  flash(req, `${labelOf[visitor.provider]} is in your account already`, undefined, 'info')
  res.redirect(303, to)
}

function showAddress(
  res: Response,
  { provider, name, email }: Visitor,
  claim: Awaited<ReturnType<typeof claimed>>,
  form: FormState,
) {
  const known = { label: labelOf[provider], name, email: email?.typed ?? null }
  res.render('provider-log-in/address', { title: 'One more step', form, ...known, ...claim })
}
