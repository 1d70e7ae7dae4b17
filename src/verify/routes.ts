import { Router, urlencoded, type Request, type RequestHandler, type Response } from 'express'
import { findBadge } from '#badges/badge'
import { examine } from '#checking/examine'
import { panel } from '#checking/panel'
import { findOurIssuer } from '#checking/our-issuer'
import { troubleOf } from '#checking/trouble'
import { describe } from '#importing/describe'
import { drawnPicture, inPage } from '#importing/picture'
import { take } from '#limits/limits'
import type { Verdict } from '#openbadges/check'
import { checkAgain, findShown } from '#sharing/badge-check'
import { publicUrl } from '#sharing/share-links'
import { sentFromElsewhere } from '#web/csrf'
import { renderView } from '#web/views'
import { NotAllowed } from '#errors'
import { currentLearner } from '#web/login'
import { clientOfRequest } from '#web/device'
import { emptyForm, readForm, refused, type FormState } from '#web/forms'
import { pictureInPage, setHeaders } from '#web/headers'
import { isTooLargeUpload, uploadedFile } from '#web/uploads'
import { personForm, readGiven } from './forms.ts'
import { findRecipient, isAwardedTo } from './person.ts'

/** *Check a badge*, for anyone who holds one. Nothing of it is kept. */
export const verify = Router()

verify.get('/', (_req, res) => showForm(res, emptyForm))

verify.post('/', async (req: Request, res) => {
  await take('verify.client', clientOfRequest(req))
  const read = readGiven(req.body, uploadedFile(req), isTooLargeUpload(res))
  if (!read.ok) return showForm(res.status(422), refused(req, read.field, read.message))
  const { verdict, bytes } = await examine(read.given, req.now)
  const trouble = troubleOf(verdict)
  if (trouble !== null || bytes === null)
    return showForm(res.status(422), refused(req, read.given.kind, trouble ?? ''))
  await showResult(req, res, verdict, bytes)
})

function showForm(res: Response, form: FormState) {
  res.render('verify/form', { title: 'Check a badge', form })
}

async function showResult(req: Request, res: Response, verdict: Verdict, bytes: Uint8Array) {
  const ourIssuer = await findOurIssuer(verdict)
  const known = { ourIssuer, isAdded: false, revoked: null } as const
  const picture = await drawnPicture(bytes, verdict, req.now)
  setHeaders(res, pictureInPage)
  const badge = verdict.badge && describe(verdict.badge, ourIssuer)
  res.render('verify/result', {
    title: badge?.name ?? 'A badge',
    badge,
    picture: picture && inPage(picture),
    check: panel(verdict, { ...known, now: req.now, person: { is: 'unknown' } }),
  })
}

/**
 * What strangers may ask about a published badge. No session, no cookie, so no token either: asking
 * changes nothing but what is kept of a check, and no other site's page may ask in a visitor's name.
 */
export const publicChecks = Router()

const fromHere: RequestHandler = (req, _res, next) => {
  if (sentFromElsewhere(req)) throw new NotAllowed('This form came from another site.')
  next()
}

publicChecks.post('/:key/check', fromHere, async (req: Request<{ key: string }>, res) => {
  const badge = await findShown(req.params.key)
  await take('check-again.client', clientOfRequest(req))
  await take('check-again.badge', badge.id)
  await checkAgain(badge, req.now)
  res.redirect(303, `${publicUrl(req.params.key)}#check`)
})

const shortForm = urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 })

publicChecks.post(
  '/:key/person',
  fromHere,
  shortForm,
  async (req: Request<{ key: string }>, res) => {
    const { key } = req.params
    const badge = await findRecipient(key)
    const show = async (status: number, form: FormState, isNamed: boolean | null) => {
      const shown = { badge, badgeUrl: publicUrl(key), form, isNamed }
      const title = 'Is it this person?'
      const page = await renderView('public/person', { layout: 'public-layout', title, ...shown })
      res.status(status).set('X-Robots-Tag', 'noindex').type('html').send(page)
    }
    const read = readForm(personForm, req)
    if (!read.ok) return show(422, { ...read.form, values: {} }, null)
    await take('person.badge-client', `${badge.id} ${clientOfRequest(req)}`)
    await show(200, emptyForm, isAwardedTo(badge, read.data.email))
  },
)

/** *Check again*, for the owner. */
export const ownChecks = Router()

ownChecks.post('/:id/check', async (req: Request<{ id: string }>, res) => {
  const badge = await findBadge(currentLearner(req), req.params.id)
  await take('check-again.badge', badge.id)
  await checkAgain(badge, req.now)
  res.redirect(303, `/badges/${badge.id}#check`)
})
