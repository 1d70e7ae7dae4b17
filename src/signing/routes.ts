import { Router } from 'express'
import { hostnameOf } from '#badges/facts'
import { askEachTime, setHeaders } from '#web/headers'
import { credentialTypes, linkedDataTypes, sendData, wantsPage } from '#web/send-answer'
import {
  findOwnIssuer,
  openController,
  openCryptographicKey,
  openJwk,
  openProfile,
  openRevocationList,
  openRevocations,
} from './issuer-documents.ts'
import { openStatusList } from './status-list.ts'

const json = ['application/json'] as const

/** What anybody checks an issuer's badges with: who it is, its keys, and what it took back. */
export const issuerDocuments = Router()

issuerDocuments.get('/issuers/:id.json', async (req, res) => {
  sendData(req, res, await openProfile(req.params.id), linkedDataTypes)
})

issuerDocuments.get('/issuers/:id', async (req, res) => {
  res.vary('Accept')
  if (!wantsPage(req))
    return sendData(req, res, await openController(req.params.id), linkedDataTypes)
  const issuer = await findOwnIssuer(req.params.id)
  const { name, url } = issuer
  setHeaders(res, { ...askEachTime, 'X-Robots-Tag': 'noindex' })
  res.render('public/issuer', {
    layout: 'public-layout',
    title: name,
    issuer: { name, url, hostname: hostnameOf(url) },
  })
})

issuerDocuments.get('/issuers/:id/keys/:key.json', async (req, res) => {
  const { id, key } = req.params
  sendData(req, res, await openCryptographicKey(id, key), linkedDataTypes)
})

issuerDocuments.get('/issuers/:id/keys/:key', async (req, res) => {
  sendData(req, res, await openJwk(req.params.id, req.params.key), json)
})

issuerDocuments.get('/issuers/:id/status/:list', async (req, res) => {
  sendData(req, res, await openStatusList(req.params.id, req.params.list), credentialTypes)
})

issuerDocuments.get('/issuers/:id/revocations.json', async (req, res) => {
  sendData(req, res, await openRevocationList(req.params.id), linkedDataTypes)
})

issuerDocuments.get('/issuers/:id/revocations', async (req, res) => {
  sendData(req, res, await openRevocations(req.params.id), json)
})
