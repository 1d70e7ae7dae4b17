import { Router, type Request, type Response } from 'express'
import { examine, type Examined } from '#checking/examine'
import { findOurIssuer } from '#checking/our-issuer'
import { panel } from '#checking/panel'
import { troubleOf } from '#checking/trouble'
import { take } from '#limits/limits'
import { flash } from '#web/flash'
import { emptyForm, refused, type FormState } from '#web/forms'
import { pictureHeaders, setHeaders } from '#web/headers'
import { currentLearner } from '#web/login'
import { isTooLargeUpload, uploadedFile } from '#web/uploads'
import { readGiven } from '#verify/forms'
import { add, outlook } from './add.ts'
import { whomItNames } from './added.ts'
import { describe } from './describe.ts'
import { findDraft, findDraftPicture, keepDraft } from './draft.ts'
import { drawnPicture } from './picture.ts'

type OfDraft = Request<{ draft: string }>

/** *Add a badge*: one from elsewhere is checked and shown first, then put into the wallet. */
export const importing = Router()

importing.get('/', (_req, res) => showForm(res, emptyForm))

importing.post('/', async (req: Request, res) => {
  const learner = currentLearner(req)
  await take('add-badge.account', learner.id)
  const read = readGiven(req.body, uploadedFile(req), isTooLargeUpload(res))
  if (!read.ok) return showForm(res.status(422), refused(req, read.field, read.message))
  const examined = await examine(read.given, req.now)
  const trouble = troubleOf(examined.verdict)
  if (trouble !== null || !hasBytes(examined))
    return showForm(res.status(422), refused(req, read.given.kind, trouble ?? ''))
  const picture = await drawnPicture(examined.bytes, examined.verdict, req.now)
  const draft = await keepDraft(learner, examined, picture, req.now)
  res.redirect(303, `/badges/add/${draft}`)
})

importing.get('/:draft', async (req, res) => {
  const learner = currentLearner(req)
  const draft = await findDraft(learner, req.params.draft, req.now)
  const { same, namedAddress } = await outlook(learner, draft, req.now)
  const person =
    namedAddress === null
      ? ({ is: 'another' } as const)
      : ({ is: 'me', address: namedAddress } as const)
  const ourIssuer = await findOurIssuer(draft.found)
  const known = { now: req.now, ourIssuer, isAdded: true }
  const badge = describe(draft.found.badge, ourIssuer)
  res.render('importing/preview', {
    title: badge.name,
    badge,
    draftId: draft.id,
    picture: draft.pictureId === null ? null : `/badges/add/${draft.id}/picture.png`,
    check: panel(draft.found, { ...known, revoked: null, person }),
    ...{ same, namedAddress },
    names: whomItNames(draft.found.badge.recipients),
  })
})

importing.get('/:draft/picture.png', async (req, res) => {
  const png = await findDraftPicture(currentLearner(req), req.params.draft, req.now)
  setHeaders(res, { ...pictureHeaders, 'Cross-Origin-Resource-Policy': 'same-origin' })
  res.set('Cache-Control', 'private, max-age=3600, immutable').type('png').send(png)
})

importing.post('/:draft', async (req: OfDraft, res) => {
  const { assertionId, done } = await add(currentLearner(req), req.params.draft, req.now)
  flash(req, ...said[done])
  res.redirect(303, done === 'waiting' ? '/home' : `/badges/${assertionId}`)
})

const said: Record<
  Awaited<ReturnType<typeof add>>['done'],
  [title: string, text: string, tone?: 'info']
> = {
  added: ['Badge added', 'Only you can see it. Publish it to show it to other people.'],
  replaced: ['Badge replaced', 'The newer badge has taken the place of the one you had.'],
  had: ['You have this badge already', 'It is in your badges. Nothing was added.', 'info'],
  waiting: ['This badge waits for you', 'Accept it here, then it is in your badges.', 'info'],
}

const hasBytes = (
  examined: Examined,
): examined is Examined & { bytes: NonNullable<Examined['bytes']> } => examined.bytes !== null

function showForm(res: Response, form: FormState) {
  res.render('importing/form', { title: 'Add a badge', form })
}
