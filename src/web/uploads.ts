import type { Request, RequestHandler } from 'express'
import multer, { MulterError } from 'multer'
import { BadRequest, Overloaded } from '#errors'
import { cannotPass } from './csrf.ts'
import { clientOfRequest } from './device.ts'

const mebibyte = 1024 * 1024

/** A badge with its picture inside is seldom larger than a tenth of this. */
export const mostUploaded = 4 * mebibyte

/** The only forms with a file in them. */
const takesFiles = /^\/(?:verify|badges\/add)\/?$/

const atOnce = 40
const atOnceForEach = 4
const reading = new Map<string, number>()

const read = multer({
  storage: multer.memoryStorage(),
  limits: {
    ...{ fileSize: mostUploaded, files: 1, fields: 20, parts: 25, headerPairs: 50 },
    ...{ fieldNameSize: 100, fieldSize: mebibyte },
  },
}).single('file')

/**
 * Reads a form with a file, in memory, before its token is looked at: the token is in it. What the
 * token could not save is not read at all.
 */
export const uploads: RequestHandler = (req, res, next) => {
  if (req.method !== 'POST' || !req.is('multipart/form-data') || cannotPass(req)) return next()
  if (!takesFiles.test(req.path)) throw new BadRequest('This form takes no files.', 415)
  const leave = enter(clientOfRequest(req))
  read(req, res, (error: unknown) => {
    leave()
    if (!error) return next()
    if (!isTooLarge(error)) return next(new BadRequest('This form is damaged. Try again.'))
    res.locals['uploadIsTooLarge'] = true
    next()
  })
}

/** All of them are in memory, so they are few; and nobody who sends slowly keeps the others out. */
function enter(client: string): () => void {
  const own = reading.get(client) ?? 0
  const all = [...reading.values()].reduce((sum, one) => sum + one, 0)
  if (own >= atOnceForEach || all >= atOnce) throw new Overloaded('too many uploads at once')
  reading.set(client, own + 1)
  return () => {
    const left = (reading.get(client) ?? 1) - 1
    if (left > 0) reading.set(client, left)
    else reading.delete(client)
  }
}

/** The file, or the text in its place: the form can say so, for its token came first. */
const isTooLarge = (error: unknown) =>
  error instanceof MulterError &&
  (error.code === 'LIMIT_FILE_SIZE' || error.code === 'LIMIT_FIELD_VALUE')

/** The bytes of the file in this form; null where none was chosen (browsers then send an empty one). */
export const uploadedFile = (req: Request): Buffer | null =>
  req.file && req.file.size > 0 ? req.file.buffer : null

export const isTooLargeUpload = (res: { locals: object }): boolean =>
  (res.locals as { uploadIsTooLarge?: boolean }).uploadIsTooLarge === true
