import { Router, type Request, type Response } from 'express'
import { findBadge } from '#badges/badge'
import { factsOf } from '#badges/facts'
import { findPictureOf } from '#pictures/picture'
import { flash } from '#web/flash'
import { emptyForm, readForm, type FormState } from '#web/forms'
import { askEachTime, embedHeaders, pictureHeaders, setHeaders } from '#web/headers'
import { currentLearner } from '#web/login'
import { credentialTypes, jwtTypes, linkedDataTypes, sendAnswer, sendData } from '#web/send-answer'
import { answer, type Answer } from '#answer'
import { NotFound } from '#errors'
import { publishForm } from './forms.ts'
import { openAchievement, openAchievementPicture, openBadge } from './open-badge.ts'
import { publish } from './publication.ts'
import { publicPage } from './public-page.ts'
import { findPublished } from './visibility.ts'

/** *Publish*, for the owner. */
export const publishing = Router()

publishing.get('/:id/publish', async (req, res) => {
  await showPublish(req, res, emptyForm)
})

publishing.post('/:id/publish', async (req: Request<{ id: string }>, res) => {
  const read = readForm(publishForm, req)
  if (!read.ok) return showPublish(req, res.status(422), read.form)
  await publish(currentLearner(req), req.params.id, read.data, req.now)
  const hidden =
    read.data.visibility !== 'ONLY_ME' && !read.data.showName ? ' Your name is hidden.' : ''
  flash(req, 'Saved', saved[read.data.visibility] + hidden)
  res.redirect(303, `/badges/${req.params.id}`)
})

const saved = {
  ONLY_ME:
    'Only you can see this badge now. Copies that LinkedIn, X or Google already made may stay for some time.',
  LINK: 'People who have the link can see this badge now.',
  PUBLIC: 'Anyone can see this badge now.',
}

async function showPublish(req: Request<{ id: string }>, res: Response, form: FormState) {
  const learner = currentLearner(req)
  const badge = await findBadge(learner, req.params.id)
  res.render('badges/publish', {
    title: 'Who can see this badge?',
    badge: factsOf(badge, `/badges/${badge.id}/picture`, req.now),
    ownerName: badge.recipientName ?? learner.name,
    form,
  })
}

/** What everybody may see: no session, no cookie, the same bytes for all. */
export const publicBadges = Router()

publicBadges.get('/b/:key.json', async (req, res) => {
  sendData(req, res, await openBadge(req.params.key, 'json', req.now), credentialTypes)
})

publicBadges.get('/b/:key.jwt', async (req, res) => {
  sendData(req, res, await openBadge(req.params.key, 'jwt', req.now), jwtTypes)
})

publicBadges.get('/b/:key.png', async (req, res) => {
  sendPicture(req, res.type('png'), await openBadge(req.params.key, 'png', req.now))
})

publicBadges.get('/b/:key.svg', async (req, res) => {
  const svg = await openBadge(req.params.key, 'svg', req.now)
  // The issuer's own file, for taking along. Pages show the picture that we drew of it.
  res.attachment('badge.svg')
  sendPicture(req, res, svg)
})

publicBadges.get('/b/:key/assertion.json', async (req, res) => {
  sendData(req, res, await openBadge(req.params.key, 'assertion', req.now), linkedDataTypes)
})

publicBadges.get('/b/:key', async (req, res) => {
  res.vary('Accept')
  const form = formAsked(req)
  if (form !== null) {
    const data = await openBadge(req.params.key, form, req.now)
    return sendData(req, res, data, form === 'json' ? credentialTypes : jwtTypes)
  }
  setHeaders(res, askEachTime)
  sendPage(req, res, await publicPage(req.params.key, 'public/show', req.now))
})

publicBadges.get('/b/:key/embed', async (req, res) => {
  const page = await publicPage(req.params.key, 'public/embed', req.now)
  res.removeHeader('X-Frame-Options')
  setHeaders(res, embedHeaders)
  sendPage(req, res, { ...page, indexable: false })
})

publicBadges.get('/b/:key/badge-:size.png', async (req, res) => {
  const published = await findPublished(req.params.key)
  if (!published) throw new NotFound()
  const png = await findPictureOf(published.assertionId, req.params.size)
  sendPicture(req, res.type('png'), answer(png))
})

publicBadges.get('/achievements/:id.json', async (req, res) => {
  sendData(req, res, await openAchievement(req.params.id, '2.0'), linkedDataTypes)
})

publicBadges.get('/achievements/:id', async (req, res) => {
  sendData(req, res, await openAchievement(req.params.id, '3.0'), linkedDataTypes)
})

publicBadges.get('/achievements/:id/badge-:size.png', async (req, res) => {
  const { id, size } = req.params
  sendPicture(req, res.type('png'), await openAchievementPicture(id, size))
})

/** A program says which data it wants; a browser says text/html, and nothing said means a page. */
function formAsked(req: Request): 'json' | 'jwt' | null {
  if (!/json|jwt|application\/vc\b/.test(req.headers.accept ?? '')) return null
  const [, ...signed] = jwtTypes
  const picked = req.accepts(['text/html', ...credentialTypes, ...signed])
  if (picked === false || picked === 'text/html') return null
  return picked.endsWith('jwt') ? 'jwt' : 'json'
}

function sendPicture(req: Request, res: Response, picture: Answer) {
  setHeaders(res, { ...pictureHeaders, ...askEachTime, 'Access-Control-Allow-Origin': '*' })
  sendAnswer(req, res, picture)
}

function sendPage(req: Request, res: Response, page: Answer) {
  sendAnswer(req, res.type('html'), page)
}
