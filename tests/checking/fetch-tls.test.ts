import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { guardedFetch } from '#checking/fetch-document'
import { certificateFor } from '../support/certificate.ts'

// The product's own connection, by TLS, to hosts that the settings name.

const certificate = certificateFor('badges.test')
const asked: string[] = []
const server = createServer(certificate, (req, res) => res.end(`for ${req.headers.host}`))
server.on('secureConnection', ({ servername }) => asked.push(String(servername)))
server.on('tlsClientError', () => undefined)

let port = 0
const trusted = getCACertificates('default')

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  setDefaultCACertificates(trusted)
  server.closeAllConnections()
  server.close()
})

async function get(host: string) {
  const fetchDocument = guardedFetch({
    allowedHosts: [`${host}:${port}`],
    userAgent: 'Badge Passport',
    resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  })
  const found = await fetchDocument(`https://${host}:${port}/`, 'application/json')
  return found.answered && Buffer.from(found.body).toString()
}

test('a certificate that nobody vouches for counts as no answer', async () => {
  expect(await get('badges.test')).toBe(false)
})

test('one that this machine trusts is an answer, under its own name only', async () => {
  setDefaultCACertificates([...trusted, certificate.cert])
  asked.length = 0
  expect(await get('badges.test')).toBe(`for badges.test:${port}`)
  expect(asked).toEqual(['badges.test'])
  expect(await get('another.test')).toBe(false)
  expect(await get('127.0.0.1')).toBe(false)
})
