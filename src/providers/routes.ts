import { Router, type NextFunction, type Request, type Response } from 'express'
import { NotFound } from '#errors'
import { take } from '#limits/limits'
import { claimed } from '#sign-up/claimed'
import { clientOfRequest, deviceNameOf } from '#web/device'
import { flash } from '#web/flash'
import { emptyForm, readForm, refused, shortText, type FormState } from '#web/forms'
import { currentLearner, enter, startLogin } from '#web/login'
import { showMessage } from '#web/message'
import { comeBack, hearFrom, isLedHere, leaveFor, type Leaving } from '#web/providers'
import { asQuery, claimIn, destination } from '#web/return-address'
import { beginSignUp } from '#web/sign-up'
import { keepVisitor, visitingOf } from '#web/visiting'
import { noAnswer, notAdded, notThisAccount, startAgain, wayOf } from './answers.ts'
import { arrive, recognise } from './arrival.ts'
import { addressForm, claimingAddressForm } from './forms.ts'
import { addIdentity, identitiesOf, removeIdentity } from './identity.ts'
import { isSetUp, labelOf, providerNames, stored, type ProviderName } from './provider.ts'
import type { Visitor } from './visitor.ts'

type Handling = [Request, Response, NextFunction]

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

/** The providers that an account can be entered with. */
export const providers = Router()

providers.get('/', async (req, res) => {
  const identities = await identitiesOf(currentLearner(req))
  if (identities.length === 0) throw new NotFound()
  const names = identities.map(({ label }) => label).join(' and ')
  res.render('providers/index', { title: `Log in with ${names}`, identities })
})

providers.get('/waiting', (req, res) => {
  const visiting = visitingOf(req)
  if (!visiting) return tooLate(req, res)
  const learner = currentLearner(req)
  const label = labelOf[visiting.visitor.provider]
  res.render('providers/waiting', {
    title: `Add ${label} to your account?`,
    ...{ label, learner, visitor: visiting.visitor },
  })
})

providers.post('/waiting', async (req, res) => {
  const visiting = visitingOf(req)
  if (!visiting) return tooLate(req, res)
  const { visitor, to } = visiting
  delete req.session.visiting
  const outcome = await addIdentity(currentLearner(req), visitor, deviceNameOf(req), req.now)
  if (outcome !== 'added') return showMessage(res, notAdded(visitor.provider, outcome))
  flash(req, `${labelOf[visitor.provider]} is added`, 'You can log in with it from now on.')
  res.redirect(303, to)
})

providers.post('/waiting/no', (req, res) => {
  const to = visitingOf(req)?.to ?? '/settings/providers'
  delete req.session.visiting
  res.redirect(303, to)
})

providers.get('/:provider/add', async (req, res, next) => {
  const to = '/settings/providers'
  await begin(providerOf(req), { purpose: 'add', to }, to, [req, res, next])
})

providers.post('/:provider/remove', async (req, res) => {
  const provider = providerOf(req)
  const outcome = await removeIdentity(currentLearner(req), provider, deviceNameOf(req), req.now)
  const label = labelOf[provider]
  if (outcome === 'removed')
    flash(req, `${label} is removed`, 'You cannot log in with it any more.')
  else {
    const why = `${label} is your only way to log in. Then you can remove it.`
    flash(req, 'Add a password or a passkey first', why, 'info')
  }
  res.redirect(303, '/settings/providers')
})

function providerOf({ params }: Request<{ provider: string }>): ProviderName {
  const found = providerNames.find((name) => name === params.provider)
  if (found === undefined) throw new NotFound()
  return found
}

async function begin(
  provider: ProviderName,
  trip: Pick<Leaving, 'purpose' | 'to'>,
  ownPage: string,
  [req, res, next]: Handling,
) {
  if (!isSetUp(provider)) throw new NotFound()
  if (isLedHere(req)) return res.redirect(303, ownPage)
  await take('provider.client', clientOfRequest(req))
  leaveFor(provider, trip, [req, res, next])
}

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

function tooLate(req: Request, res: Response) {
  flash(req, 'Please start again', 'It took longer than 10 minutes.', 'info')
  res.redirect(303, '/settings/providers')
}

function showAddress(
  res: Response,
  { provider, name, email }: Visitor,
  claim: Awaited<ReturnType<typeof claimed>>,
  form: FormState,
) {
  const known = { label: labelOf[provider], name, email: email?.typed ?? null }
  res.render('providers/address', { title: 'One more step', form, ...known, ...claim })
}
