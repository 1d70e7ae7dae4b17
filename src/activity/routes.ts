import { Router } from 'express'
import { z } from 'zod'
import { currentLearner } from '#web/login'
import { activityOf } from './activity.ts'

const pageNumber = z.coerce.number().int().min(1).max(10_000).catch(1)

/** *Account activity*. */
export const activity = Router()

activity.get('/', async (req, res) => {
  const found = await activityOf(currentLearner(req), pageNumber.parse(req.query['page']))
  res.render('activity/index', {
    title: 'Account activity',
    ...found,
    pageHref: (page: number) => `/settings/activity?page=${page}`,
  })
})
