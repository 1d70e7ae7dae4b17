import { Router, type Request } from 'express'
import { shownAs, waitingAddresses } from '#addresses/new-address'
import { cardOf, factsOf } from '#badges/facts'
import { endingBadges, latestBadges } from '#badges/list'
import { walletCounts } from '#badges/summary'
import { changedBadges } from '#importing/changed'
import { flash } from '#web/flash'
import { currentLearner } from '#web/login'
import { day } from '#dates'
import { claimForAnotherAddress } from '#claims/claim'
import { accept, decline, takeBack } from './decisions.ts'
import { declinedBadges, findWaiting, waitingBadges } from './waiting.ts'

/** Home: badges that were sent to you and wait for your yes or no. */
export const inbox = Router()

inbox.get('/', async (req, res) => {
  const learner = currentLearner(req)
  const toConfirm = await waitingAddresses(learner, req.now)
  const known = [...learner.addresses, ...toConfirm.map(({ address }) => address)]
  const [waiting, latest, declined, counts, wrongAddress, changed, ending] = await Promise.all([
    waitingBadges(learner, req.now),
    latestBadges(learner, 4),
    declinedBadges(learner, req.now),
    walletCounts(learner),
    claimForAnotherAddress(req.session.claimId, known, req.now),
    changedBadges(learner, req.now),
    endingBadges(learner, 3, req.now),
  ])
  const cards = latest.map((badge) => cardOf(badge, req.now))
  res.render('inbox/index', {
    title: 'Home',
    waiting: waiting.map((badge) => cardOf(badge, req.now)),
    changed,
    endingSoon: ending,
    latest: cards,
    declinedCount: declined.length,
    total: counts.total,
    wrongAddress,
    toConfirm: toConfirm.map((one) => ({ id: one.id, shown: shownAs(one) })),
    hasOneAddress: learner.addresses.length === 1,
    checklist: {
      accepted: counts.total > 0,
      published: latest.some((badge) => badge.visibility !== 'ONLY_ME'),
    },
  })
})

inbox.get('/declined', async (req, res) => {
  const badges = await declinedBadges(currentLearner(req), req.now)
  res.render('inbox/declined', {
    title: 'Declined badges',
    badges: badges.map((badge) => cardOf(badge, req.now)),
  })
})

inbox.get('/:id', async (req, res) => {
  const badge = await findWaiting(currentLearner(req), req.params.id, req.now)
  res.render('inbox/show', {
    title: badge.name,
    badge: factsOf(badge, `/badges/${badge.id}/picture`, req.now),
    offerEndsAt: badge.offerEndsAt,
  })
})

inbox.post('/:id/accept', async (req: Request<{ id: string }>, res) => {
  const badge = await accept(currentLearner(req), req.params.id, req.now)
  if (badge.decision === 'ACCEPTED') {
    if (req.session.claimId === badge.id) delete req.session.claimId
    return res.redirect(303, `/badges/${badge.id}/accepted`)
  }
  flash(req, 'This badge can no longer be accepted', 'Ask its issuer to send it again.', 'info')
  res.redirect(303, '/home')
})

inbox.post('/:id/decline', async (req: Request<{ id: string }>, res) => {
  const learner = currentLearner(req)
  const badge = await decline(learner, req.params.id, req.now)
  if (badge.decision === 'DECLINED') {
    flash(
      req,
      'You said no to this badge',
      `Nobody sees it. You can change your mind until ${day(badge.offerEndsAt, learner.language)}.`,
    )
    return res.redirect(303, '/home/declined')
  }
  flash(req, 'You have already answered', `“${badge.name}” is no longer waiting.`, 'info')
  res.redirect(303, '/home')
})

inbox.post('/:id/take-back', async (req: Request<{ id: string }>, res) => {
  const done = await takeBack(currentLearner(req), req.params.id, req.now)
  if (done) flash(req, 'The badge is waiting for you again')
  else flash(req, 'The offer for this badge has ended', 'Ask its issuer to send it again.', 'info')
  res.redirect(303, '/home')
})
