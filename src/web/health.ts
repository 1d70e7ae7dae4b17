import { Router } from 'express'
import { databaseReady } from '#database/open'

/** For whatever watches over the process. */
export const health = Router()

health.get('/healthz', (_req, res) => {
  res.type('text/plain').send('ok\n')
})

health.get('/readyz', async (_req, res) => {
  const ready = await databaseReady()
  res
    .status(ready ? 200 : 503)
    .type('text/plain')
    .send(ready ? 'ready\n' : 'the database does not answer\n')
})
