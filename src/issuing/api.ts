import { Router, type Request } from 'express'
import { currentIssuer } from '#web/api-key'
import { fieldProblem, readJson, sendFieldProblems, sendProblem } from '#web/problem'
import { createBadge } from './achievements.ts'
import { award, findAward, revoke } from './award.ts'
import { awardForm, badgeForm, revokeForm } from './forms.ts'
import { once } from './idempotency.ts'

/** For issuers' programs, by key. */
export const issuingApi = Router()

issuingApi.post('/badges', async (req, res) => {
  const badge = readJson(badgeForm, req, res)
  if (!badge) return
  const made = await createBadge(currentIssuer(req), badge, req.now)
  res.status(201).json(made)
})

issuingApi.post('/awards', async (req, res) => {
  const input = readJson(awardForm, req, res)
  if (!input) return
  const key = req.get('Idempotency-Key')
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key)) {
    return sendProblem(res, 400, 'The Idempotency-Key must be 1 to 255 visible characters')
  }
  const issuer = currentIssuer(req)
  const outcome = await once(issuer, key, req.body, req.now, (tx) =>
    award(issuer, input, req.now, tx),
  )
  if (outcome === 'reused') {
    return sendProblem(res, 422, 'This Idempotency-Key was used for another request', {
      detail: 'Use a new key for a new request.',
    })
  }
  if (!outcome.ok) return sendFieldProblems(res, [fieldProblem(outcome.field, outcome.message)])
  res.status(201).location(`/api/v1/awards/${outcome.award.id}`).json(outcome.award)
})

issuingApi.get('/awards/:id', async (req, res) => {
  res.json(await findAward(currentIssuer(req), req.params.id, req.now))
})

issuingApi.post('/awards/:id/revoke', async (req: Request<{ id: string }>, res) => {
  const input = readJson(revokeForm, req, res)
  if (!input) return
  res.json(await revoke(currentIssuer(req), req.params.id, input.reason, req.now))
})
