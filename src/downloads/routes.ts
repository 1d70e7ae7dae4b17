import { Router, type Request, type Response } from 'express'
import { findBadge } from '#badges/badge'
import { factsOf, type FullBadge } from '#badges/facts'
import { NotFound } from '#errors'
import { isJson } from '#openbadges/badges-to-bake'
import { take } from '#limits/limits'
import { badgeForm, mediaTypes, type FormName } from '#sharing/badge-forms'
import { findReceived, isFromElsewhere, nameOfFile } from '#sharing/received-badge'
import { pictureHeaders, setHeaders } from '#web/headers'
import { slug } from '#badges/search'
import { currentLearner } from '#web/login'
import { certificateOf } from './certificate-of.ts'
import { makeCertificate } from './make-certificate.ts'

type OfBadge = Request<{ id: string }>

/** *Download*: the badge in every form, for its owner, whoever else may see it. */
export const downloads = Router()

downloads.get('/:id/download', async (req, res) => {
  const badge = await findBadge(currentLearner(req), req.params.id)
  const received = isFromElsewhere(badge) ? await findReceived(badge.id) : null
  res.render('downloads/index', {
    title: 'Download',
    badge: factsOf(badge, `/badges/${badge.id}/picture`, req.now),
    // A badge from elsewhere goes out as it came in, and in no other form.
    original: received && nameOfFile(received),
  })
})

const files: [ending: string, form: FormName][] = [
  ['badge.png', 'png'],
  ['badge.svg', 'svg'],
  ['badge.json', 'json'],
  ['badge.jwt', 'jwt'],
  ['badge-2.0.json', 'assertion'],
]

for (const [ending, form] of files) {
  downloads.get(`/:id/download/${ending}`, async (req: OfBadge, res) => {
    const badge = await findBadge(currentLearner(req), req.params.id)
    const bytes = await badgeForm(badge, form, req.now)
    if (bytes === null) throw new NotFound()
    // What stands at no address is signed: that is no JSON then, but a compact JWS.
    if (form === 'assertion' && !isJson(String(bytes)))
      return sendFile(res, badge, 'badge-2.0.jws', 'text/plain', bytes)
    sendFile(res, badge, ending, mediaTypes[form], bytes)
  })
}

downloads.get('/:id/download/certificate.pdf', async (req, res) => {
  const learner = currentLearner(req)
  const badge = await findBadge(learner, req.params.id)
  await take('certificate.account', learner.id)
  const pdf = await makeCertificate(await certificateOf(learner, badge, req.now))
  sendFile(res, badge, 'certificate.pdf', 'application/pdf', pdf)
})

/** Under a name of ours: those of strangers are no file names. What opens it can run nothing in it. */
function sendFile(
  res: Response,
  badge: FullBadge,
  ending: string,
  mediaType: string,
  bytes: Uint8Array,
) {
  setHeaders(res, { ...pictureHeaders, 'Cross-Origin-Resource-Policy': 'same-origin' })
  res
    .attachment(`${slug(badge.name)}-${ending}`)
    .type(mediaType)
    .set('Cache-Control', 'no-store')
  res.send(Buffer.from(bytes))
}
