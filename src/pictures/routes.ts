import { Router } from 'express'
import { pictureSignatureIsRight } from '#mail/links'
import { pictureHeaders, setHeaders } from '#web/headers'
import { NotFound } from '#errors'
import { findPictureOf } from './picture.ts'

/** Pictures for mail readers and claim pages, which cannot log in: the address itself is signed. */
export const mailedPictures = Router()

mailedPictures.get('/:id/:signature-:size.png', async (req, res) => {
  const { id, signature, size } = req.params
  if (!pictureSignatureIsRight(id, signature)) throw new NotFound()
  const png = await findPictureOf(id, size)
  setHeaders(res, pictureHeaders)
  res.set('Cache-Control', 'private, max-age=86400, immutable').type('png').send(png)
})
