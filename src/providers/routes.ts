import { Router, type Request, type Response } from 'express'
import { NotFound } from '#errors'
import { deviceNameOf } from '#web/device'
import { flash } from '#web/flash'
import { currentLearner } from '#web/login'
import { showMessage } from '#web/message'
import { begin } from '#web/providers'
import { visitingOf } from '#web/visiting'
import { notAdded } from './answers.ts'
import { addIdentity, identitiesOf, removeIdentity } from './identity.ts'
import { labelOf, providerNames, type ProviderName } from './provider.ts'

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

function tooLate(req: Request, res: Response) {
  flash(req, 'Please start again', 'It took longer than 10 minutes.', 'info')
  res.redirect(303, '/settings/providers')
}
