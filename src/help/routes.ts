import { Router } from 'express'

/** The first page, and how it all works. */
export const help = Router()

help.get('/', (req, res) => {
  if (req.user) return res.redirect(303, '/home')
  res.render('help/welcome', { title: 'Your badges in one place' })
})

help.get('/help', (_req, res) => {
  res.render('help/index', { title: 'Help' })
})
