import { afterAll, beforeAll, expect, test } from 'vitest'
import { config } from '#config'
import { db } from '#db'
import { prepareQueue, stopQueue } from '#queue/queue'
import { mailAbout } from '../support/mailbox.ts'
import { startBeside, type Server } from '../support/server.ts'
import { halfway, protectedLearner, type } from './authenticator.ts'

// Everything that lets somebody in, and where it must not be found afterwards.

let server: Server
const secrets: string[] = []

beforeAll(async () => {
  await prepareQueue()
  server = await startBeside({ PORT: new URL(config.siteUrl).port, LOG_LEVEL: 'trace' })
  const { person, browser, key, recoveryCodes } = await protectedLearner()
  const bare = key.replaceAll(' ', '')
  secrets.push(key, bare, bytesOf(bare).toString('hex'), bytesOf(bare).toString('base64'))
  secrets.push(...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', '')))
  await type(await halfway(person), '000000')
  await type(await halfway(person), recoveryCodes[0] ?? '')
  const again = await halfway(person)
  const email = person.addresses[0] ?? ''
  await again.post('/log-in/code', { email })
  const code = (await mailAbout(email, 'Your code')).subject?.slice(-6) ?? ''
  secrets.push(code)
  await again.post('/log-in/code/enter', { code })
  await type(again, '111111')
  for (const { cookies } of [browser, again]) secrets.push(...cookies.values())
})

afterAll(async () => {
  await stopQueue()
  await server.end('SIGTERM')
})

function bytesOf(base32: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...base32].map((one) => alphabet.indexOf(one).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
}

test('no table holds a key, a recovery code, a mailed code or a cookie', async () => {
  const tables = await db.$queryRaw<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'pgboss')`
  expect(tables.length).toBeGreaterThan(30)
  expect(secrets.length).toBeGreaterThan(25)
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe(`select row_to_json(t)::text as row from ${name} t`)
    const dump = JSON.stringify(rows)
    expect({ name, found: secrets.filter((secret) => dump.includes(secret)) }).toEqual({
      name,
      found: [],
    })
  }
})

test('no line of the log does either', () => {
  const log = server.log.join('\n')
  expect(log).toContain('two-step-on')
  expect(log).toContain('second-step-failed')
  expect(secrets.filter((secret) => log.includes(secret))).toEqual([])
})
