import { Router, type Request, type Response } from 'express'
import { findBadge } from '#badges/badge'
import { factsOf } from '#badges/facts'
import { findAchievementPicture, findPictureOf } from '#pictures/picture'
import { flash } from '#web/flash'
import { emptyForm, readForm, type FormState } from '#web/forms'
import {
  askEachTime,
  embedHeaders,
  openDataHeaders,
  pictureHeaders,
  setHeaders,
} from '#web/headers'
import { currentLearner } from '#web/login'
import { NotFound } from '#errors'
import { publishForm } from './forms.ts'
import { answer, type Answer } from './kept-answers.ts'
import { openAchievement, openBadge, openIssuer } from './open-badge.ts'
import { publish } from './publication.ts'
import { publicPage } from './public-page.ts'
import { findPublished, isAchievementShown } from './visibility.ts'

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
  await sendBadgeData(req, res)
})

publicBadges.get('/b/:key', async (req, res) => {
  res.vary('Accept')
  if (wantsData(req)) return sendBadgeData(req, res)
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
  sendPicture(req, res, await findPictureOf(published.assertionId, req.params.size))
})

publicBadges.get('/achievements/:id.json', async (req, res) => {
  sendData(req, res, await openAchievement(req.params.id))
})

publicBadges.get('/achievements/:id/badge-:size.png', async (req, res) => {
  if (!(await isAchievementShown(req.params.id))) throw new NotFound()
  sendPicture(req, res, await findAchievementPicture(req.params.id, req.params.size))
})

publicBadges.get('/issuers/:id.json', async (req, res) => {
  sendData(req, res, await openIssuer(req.params.id))
})

/** A program says that it wants data; a browser says text/html, and nothing said means a page. */
function wantsData(req: Request): boolean {
  const accept = req.headers.accept ?? ''
  if (!accept.includes('json')) return false
  return req.accepts(['text/html', 'application/ld+json', 'application/json']) !== 'text/html'
}

async function sendBadgeData(req: Request<{ key: string }>, res: Response) {
  sendData(req, res, await openBadge(req.params.key, req.now))
}

function sendData(req: Request, res: Response, data: Answer) {
  setHeaders(res, { ...openDataHeaders, ...askEachTime })
  send(req, res.type('application/ld+json'), data)
}

function sendPicture(req: Request, res: Response, png: Buffer) {
  setHeaders(res, { ...pictureHeaders, ...askEachTime })
  send(req, res.type('png'), answer(png))
}

function sendPage(req: Request, res: Response, page: Answer) {
  send(req, res.type('html'), page)
}

function send(req: Request, res: Response, { status, body, etag, indexable }: Answer) {
  res.setHeader('ETag', etag)
  if (!indexable) res.setHeader('X-Robots-Tag', 'noindex')
  if (holds(req, etag)) res.status(304).end()
  else res.status(status).setHeader('Content-Length', body.length).end(body)
}

/** RFC 9110, 13.1.2: the caller has this very answer already. */
function holds(req: Request, etag: string): boolean {
  const held = req.headers['if-none-match'] ?? ''
  return held.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
