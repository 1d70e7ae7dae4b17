import { randomUUID } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, inject } from 'vitest'
import { makeDatabase, template } from './global-setup.ts'
import { startMailbox } from './mailbox.ts'

// Each test file has a database, a mail server and an address of its own. The settings are made
// before anything of the product is loaded, as they would be for a real start.
const mailbox = await startMailbox()
const [google, facebook, elsewhere] = [await freePort(), await freePort(), await freePort()]
const url = await makeDatabase(inject('postgres'), `wallet_${randomUUID()}`, template)

Object.assign(process.env, {
  NODE_ENV: 'test',
  APP_SECRET: 'a secret of the tests that is long enough',
  SITE_URL: `http://localhost:${await freePort()}`,
  DATABASE_URL: url,
  SMTP_URL: mailbox.url,
  MAIL_FROM: 'Badge Passport <badges@passport.test>',
  // Badges may name addresses there (elsewhere.ts).
  FETCH_HOSTS: `localhost:${elsewhere}`,
  // Nobody answers there before a test starts the servers (oauth-server.ts).
  GOOGLE_CLIENT_ID: 'our client at Google',
  GOOGLE_CLIENT_SECRET: 'our secret at Google',
  GOOGLE_AUTHORIZE_URL: `http://localhost:${google}/o/oauth2/v2/auth`,
  GOOGLE_TOKEN_URL: `http://localhost:${google}/token`,
  GOOGLE_USERINFO_URL: `http://localhost:${google}/v1/userinfo`,
  FACEBOOK_APP_ID: 'our app at Facebook',
  FACEBOOK_APP_SECRET: 'our secret at Facebook',
  FACEBOOK_AUTHORIZE_URL: `http://localhost:${facebook}/v24.0/dialog/oauth`,
  FACEBOOK_TOKEN_URL: `http://localhost:${facebook}/v24.0/oauth/access_token`,
  FACEBOOK_PROFILE_URL: `http://localhost:${facebook}/v24.0/me`,
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
})

const { connect, disconnect } = await import('#db')
connect(url)

afterAll(async () => {
  await disconnect()
  await mailbox.close()
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
