import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '#db'
import { config } from '#config'
import { site, startApp } from '../support/app.ts'
import { Browser } from '../support/browser.ts'
import { startProviders } from '../support/oauth-server.ts'
import { newAddress } from '../support/sign-up.ts'
import { atFacebook, atGoogle, comeFrom, wayBack } from '../support/visitors.ts'

startApp()
const { google, facebook } = startProviders()

const someone = () => atGoogle(newAddress())

test('Google checks our PKCE: the challenge goes ahead, its verifier follows', async () => {
  await comeFrom(google, someone())
  const { query } = google.asked.authorize[0] ?? {}
  const { form } = google.asked.token[0] ?? {}
  expect(query?.get('code_challenge_method')).toBe('S256')
  const verifier = form?.get('code_verifier') ?? ''
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  expect(query?.get('code_challenge')).toBe(challenge)
})

test('only the name and the address, and no token in an address of Google', async () => {
  await comeFrom(google, someone())
  await comeFrom(facebook, atFacebook())
  expect(google.asked.authorize[0]?.query.get('scope')).toBe('openid email profile')
  expect(google.asked.profile[0]?.query.get('access_token')).toBeNull()
  expect(facebook.asked.authorize[0]?.query.get('scope')).toBe('email,public_profile')
  const asked = facebook.asked.profile[0]?.query
  expect(asked?.get('fields')).toBe('id,name,email')
  expect(asked?.get('appsecret_proof')).toMatch(/^[\da-f]{64}$/)
})

test('the way back is our own address, whatever a request claims', async () => {
  const port = new URL(site).port
  await new Browser().get('/log-in/google', {
    'x-forwarded-host': 'evil.test',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.test',
  })
  const away = await fetch(`http://127.0.0.1:${port}/log-in/google`, { redirect: 'manual' })
  const to = new URL(away.headers.get('location') ?? '')
  expect(to.searchParams.get('redirect_uri')).toBe(`${config.siteUrl}/log-in/google/callback`)
  const forged = await new Browser().get('/log-in/google', { 'x-forwarded-host': 'evil.test' })
  expect(forged.location).not.toContain('evil')
})

test('a code in the first address is no way back', async () => {
  const page = await new Browser().get('/log-in/google?code=1&state=2&error=x')
  expect(page.location).toMatch(/^http:\/\/localhost:\d+\/o\/oauth2\/v2\/auth\?/)
  expect(google.asked.token).toEqual([])
})

test('neither state nor token lies in the database as it is', async () => {
  const { back } = await wayBack(google, someone())
  const state = new URL(back, site).searchParams.get('state') ?? 'none'
  const sessions = JSON.stringify(await db.session.findMany())
  expect(sessions).toContain('stateHash')
  expect(sessions).not.toContain(state)
  await comeFrom(google, someone())
  expect(JSON.stringify(await db.session.findMany())).not.toContain('access_token')
})
