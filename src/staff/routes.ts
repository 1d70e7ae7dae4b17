import { Router } from 'express'
import { currentLearner } from '#web/login'
import { issuersOf } from './staff.ts'

/** For people who act for an issuer. */
export const staff = Router()

staff.get('/', async (req, res) => {
  const issuers = await issuersOf(currentLearner(req))
  res.render('staff/index', { title: 'Issuers you act for', issuers })
})
