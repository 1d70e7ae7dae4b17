import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Router, type Response } from 'express'
import { giveBack, take } from '#limits/limits'
import { log } from '#log'
import { deviceNameOf } from '#web/device'
import { flash } from '#web/flash'
import { currentLearner } from '#web/login'
import { askForCopy, bytesOf, copyOf, findCopy, noteDownload } from './copy.ts'

/** *Get my data*: where it stands. */
export const myData = Router()

myData.get('/', async (req, res) => {
  const copy = await copyOf(currentLearner(req), req.now)
  res.render('my-data/index', { title: 'Get my data', copy })
})

/** Asking for a copy and downloading it. */
export const copyingMyData = Router()

copyingMyData.post('/', async (req, res) => {
  const learner = currentLearner(req)
  const { state } = await copyOf(learner, req.now)
  if (state !== 'making') {
    await take('export.account', learner.id)
    const asked = await askForCopy(learner, deviceNameOf(req), req.now)
    if (asked) flash(req, 'You get an email when it is ready')
    else await giveBack('export.account', learner.id)
  }
  res.redirect(303, '/settings/data')
})

copyingMyData.get('/:id', async (req, res) => {
  const learner = currentLearner(req)
  const copy = await findCopy(learner, req.params.id, req.now)
  const name = `passport-${copy.readyAt.toISOString().slice(0, 10)}.zip`
  res.type('zip').set({
    'Content-Disposition': `attachment; filename="${name}"`,
    'Content-Length': String(copy.size),
    'Accept-Ranges': 'none',
  })
  if (req.method === 'HEAD') return void res.end()
  await noteDownload(learner, deviceNameOf(req), req.now)
  await sendBytes(res, bytesOf(copy))
})

/** Once the head is out no page can say what went wrong: the connection ends, and the browser says so. */
async function sendBytes(res: Response, bytes: AsyncIterable<Buffer>) {
  try {
    await pipeline(Readable.from(bytes), res)
  } catch (error) {
    log.info({ err: error }, 'a download was cut off')
  }
}
