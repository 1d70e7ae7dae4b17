import { Router, type Request, type Response } from 'express'
import { languages } from '#languages'
import { deviceNameOf, thisDevice } from '#web/device'
import { flash } from '#web/flash'
import { emptyForm, readForm, type FormState } from '#web/forms'
import { currentLearner } from '#web/login'
import { emailsOf, saveEmails } from './emails.ts'
import { emailsForm, namesForm } from './forms.ts'
import { namesOf, saveNames } from './names.ts'
import { overviewOf } from './overview.ts'

/** What a learner can choose about their account. */
export const settings = Router()

settings.get('/', async (req, res) => {
  const learner = currentLearner(req)
  res.render('settings/index', {
    title: 'Settings',
    learner,
    languageName: languages[learner.language],
    ...(await overviewOf(learner, thisDevice(req), req.now)),
  })
})

settings.get('/names', async (req, res) => {
  await showNames(req, res, emptyForm)
})

settings.post('/names', async (req, res) => {
  const read = readForm(namesForm, req)
  if (!read.ok) return showNames(req, res.status(422), read.form)
  await saveNames(currentLearner(req), read.data, deviceNameOf(req), req.now)
  flash(req, 'Saved', 'Your name and language are changed.')
  res.redirect(303, '/settings')
})

settings.get('/emails', async (req, res) => {
  await showEmails(req, res, emptyForm)
})

settings.post('/emails', async (req, res) => {
  const read = readForm(emailsForm, req)
  if (!read.ok) return showEmails(req, res.status(422), read.form)
  const { newBadges, again } = read.data
  const choice = { newBadges: newBadges === 'on', again }
  await saveEmails(currentLearner(req), choice, deviceNameOf(req), req.now)
  flash(req, 'Saved', 'Your choice of emails is changed.')
  res.redirect(303, '/settings')
})

async function showNames(req: Request, res: Response, form: FormState) {
  const names = await namesOf(currentLearner(req))
  res.render('settings/names', {
    title: 'Name and language',
    form,
    names,
    languages: Object.entries(languages),
    today: req.now,
  })
}

async function showEmails(req: Request, res: Response, form: FormState) {
  const emails = await emailsOf(currentLearner(req))
  res.render('settings/emails', { title: 'Emails you get', form, emails })
}
