import type { Request, RequestHandler } from 'express'
import multer, { MulterError } from 'multer'
import { BadRequest, Overloaded } from '#errors'
import { cannotPass } from './csrf.ts'

const mebibyte = 1024 * 1024

/** A badge with its picture inside is seldom larger than a tenth of this. */
export const mostUploaded = 4 * mebibyte

/** The only forms with a file in them. */
const takesFiles = /^\/(?:verify|badges\/add)\/?$/

const atOnce = 8
let reading = 0

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
  if (reading >= atOnce) throw new Overloaded('too many uploads at once')
  reading += 1
  read(req, res, (error: unknown) => {
    reading -= 1
    if (!error) return next()
    if (!isTooLarge(error)) return next(new BadRequest('This form is damaged. Try again.'))
    res.locals['uploadIsTooLarge'] = true
    next()
  })
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
