import { Router, type Request, type Response } from 'express'
import { examine } from '#checking/examine'
import { panel } from '#checking/panel'
import { findOurIssuer } from '#checking/our-issuer'
import { troubleOf } from '#checking/trouble'
import { describe } from '#importing/describe'
import { drawnPicture, inPage } from '#importing/picture'
import { take } from '#limits/limits'
import type { Verdict } from '#openbadges/check'
import { clientOfRequest } from '#web/device'
import { emptyForm, refused, type FormState } from '#web/forms'
import { pictureInPage, setHeaders } from '#web/headers'
import { isTooLargeUpload, uploadedFile } from '#web/uploads'
import { readGiven } from './forms.ts'

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
  const known = { ourIssuer: await findOurIssuer(verdict), isAdded: false, revoked: null } as const
  const picture = await drawnPicture(bytes, verdict)
  setHeaders(res, pictureInPage)
  const badge = verdict.badge && describe(verdict.badge)
  res.render('verify/result', {
    title: badge?.name ?? 'A badge',
    badge,
    picture: picture && inPage(picture),
    check: panel(verdict, { ...known, now: req.now, person: { is: 'unknown' } }),
  })
}
