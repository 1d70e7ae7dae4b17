import { Router, type Request, type Response } from 'express'
import { findAdded } from '#importing/added'
import { take } from '#limits/limits'
import { findOwnPicture } from '#pictures/picture'
import { badgePanel, personFor } from '#sharing/badge-check'
import { shareLinks } from '#sharing/share-links'
import { flash } from '#web/flash'
import { emptyForm, readForm, type FormState } from '#web/forms'
import { pictureHeaders, setHeaders } from '#web/headers'
import { currentLearner } from '#web/login'
import { secure } from '#web/session'
import { deleteBadge, findBadge, tag } from './badge.ts'
import { cardOf, factsOf } from './facts.ts'
import { anyFilter, chips, listHref, readFilters, type Filters } from './filters.ts'
import { tagsForm } from './forms.ts'
import { listBadges } from './list.ts'

/** The learner's own badges: the list with its filters, and one badge. */
export const badges = Router()

badges.get('/', async (req, res) => {
  const learner = currentLearner(req)
  const filters = withView(req, res, readFilters(req.query))
  if (filters.q) await take('search.account', learner.id)
  const {
    badges: found,
    matching,
    page,
    pages,
    counts,
  } = await listBadges(learner, filters, req.now)
  const issuerNames = new Map(counts.issuers.map(({ value, label }) => [value, label]))
  res.render('badges/index', {
    title: 'Badges',
    filters: { ...filters, view: filters.view ?? 'grid', page },
    facets: counts,
    total: counts.total,
    matching,
    pages,
    page,
    badges: found.map((badge) => cardOf(badge, req.now)),
    chips: chips(filters, issuerNames),
    clearHref: listHref({ ...readFilters({}), sort: filters.sort, view: filters.view }),
    viewHref: {
      grid: listHref(filters, { view: 'grid' }),
      list: listHref(filters, { view: 'list' }),
    },
    pageHref: (number: number) => `${listHref(filters, { page: number })}#results`,
    anyFilter: anyFilter(filters),
  })
})

badges.get('/:id', async (req, res) => {
  await showBadge(req, res, emptyForm)
})

badges.get('/:id/accepted', async (req, res) => {
  const badge = await findBadge(currentLearner(req), req.params.id)
  // "Only you can see it" is true once only.
  if (badge.visibility !== 'ONLY_ME') return res.redirect(303, `/badges/${badge.id}`)
  res.render('badges/accepted', {
    title: 'Well done!',
    badge: factsOf(badge, pictureOf(badge.id), req.now),
  })
})

badges.post('/:id/tags', async (req: Request<{ id: string }>, res) => {
  const read = readForm(tagsForm, req)
  if (!read.ok) return showBadge(req, res.status(422), read.form)
  await tag(currentLearner(req), req.params.id, read.data.tags)
  flash(req, 'Saved', 'Your tags are on the badge.')
  res.redirect(303, `/badges/${req.params.id}`)
})

badges.get('/:id/delete', async (req, res) => {
  const badge = await findBadge(currentLearner(req), req.params.id)
  res.render('badges/delete', {
    title: 'Delete this badge?',
    badge: factsOf(badge, pictureOf(badge.id), req.now),
    isAdded: (await findAdded(badge.id)) !== null,
  })
})

badges.post('/:id/delete', async (req: Request<{ id: string }>, res) => {
  const learner = currentLearner(req)
  const badge = await findBadge(learner, req.params.id)
  await deleteBadge(learner, badge.id, req.now)
  flash(
    req,
    'Badge deleted',
    `“${badge.name}” is no longer in your badges. Its public page is gone.`,
  )
  res.redirect(303, '/badges')
})

badges.get('/:id/picture-:size.png', async (req, res) => {
  const png = await findOwnPicture(currentLearner(req), req.params.id, req.params.size)
  setHeaders(res, { ...pictureHeaders, 'Cross-Origin-Resource-Policy': 'same-origin' })
  res.set('Cache-Control', 'private, max-age=86400, immutable').type('png').send(png)
})

async function showBadge(req: Request<{ id: string }>, res: Response, form: FormState) {
  const badge = await findBadge(currentLearner(req), req.params.id)
  const added = await findAdded(badge.id)
  res.render('badges/show', {
    title: badge.name,
    badge: factsOf(badge, pictureOf(badge.id), req.now),
    share: shareLinks(badge),
    added,
    check: await badgePanel(badge, personFor(badge, added), req.now),
    // Right after saving, the ways to share stand at the top.
    saved: Boolean(res.locals['flash']),
    form,
  })
}

const pictureOf = (id: string) => `/badges/${id}/picture`

/** Grid or list is remembered by the browser; the URL says it when it changes. */
function withView(req: Request, res: Response, filters: Filters): Filters {
  if (filters.view) {
    res.cookie('view', filters.view, {
      httpOnly: true,
      secure,
      sameSite: 'lax',
      path: '/badges',
      maxAge: 31_536_000_000,
    })
    return filters
  }
  const kept = /(?:^|;\s*)view=(grid|list)(?:;|$)/.exec(req.headers.cookie ?? '')?.[1]
  return kept === 'list' ? { ...filters, view: 'list' } : filters
}
