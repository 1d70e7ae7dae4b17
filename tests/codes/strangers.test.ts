import { describe, expect, test } from 'vitest'
import { db } from '#db'
import { newId } from '#ids'
import { startApp } from '../support/app.ts'
import { Browser } from '../support/browser.ts'
import { mailbox, soon } from '../support/mailbox.ts'
import { asking, enter, failures } from './asking.ts'

startApp()

describe('an unknown address', () => {
  const unknown = () => `nobody.${newId().slice(0, 8)}@example.org`

  test('gets the same pages, the same wrong answers, and no mail', async () => {
    const known = await asking()
    const email = unknown()
    const browser = new Browser()
    const page = await browser.submit('/log-in/code', { email })
    const bare = ({ text }: { text: string }) =>
      text
        .replaceAll(known.address, 'ADDRESS')
        .replaceAll(email, 'ADDRESS')
        .replace(/name="_csrf" value="[^"]+"/g, '')
    expect(bare(page)).toBe(bare(known.page))
    const before = await failures(null)
    for (let tries = 0; tries < 7; tries += 1) {
      const [yes, no] = [await enter(known.browser, 'ZZZZZZ'), await enter(browser, 'ZZZZZZ')]
      expect([no.status, bare(no)]).toEqual([yes.status, bare(yes)])
    }
    expect(await failures(null)).toBe(before + 5)
    expect(mailbox.mailsTo(email)).toEqual([])
  })

  test('has a row and a job like a known one', async () => {
    const email = unknown()
    await new Browser().post('/log-in/code', { email })
    const row = await db.logInCode.findFirstOrThrow({ where: { address: email } })
    const done = () => db.$queryRaw<{ state: string }[]>`
      select state::text from pgboss.job where data->'payload'->>'codeId' = ${row.id}`
    const jobs = await soon(async () => {
      const found = await done()
      return found[0]?.state === 'completed' ? found : undefined
    }, 'job')
    expect(jobs).toHaveLength(1)
  })
})

describe('what is no code or no address', () => {
  const nonsense = ['', ' ', '\0', '\ud800', 'A'.repeat(400), '{"not":""}', '__proto__', '½½½½½½']

  test.each(nonsense)('%j', async (text) => {
    const { browser } = await asking()
    expect((await enter(browser, text)).status).toBe(422)
    expect((await browser.post('/log-in/code', { email: text })).status).toBe(422)
  })

  test('two codes, two addresses, or none', async () => {
    const { browser } = await asking()
    const twice = ['AAAAAA', 'BBBBBB']
    expect((await browser.post('/log-in/code/enter', { code: twice })).status).toBe(422)
    expect((await browser.post('/log-in/code/enter')).status).toBe(422)
    expect((await browser.post('/log-in/code', { email: ['a@x.test', 'b@x.test'] })).status).toBe(
      422,
    )
    expect((await browser.post('/log-in/code')).status).toBe(422)
  })
})

test('the code is kept nowhere: not in a table, not in a job', async () => {
  const { browser, code } = await asking()
  await enter(browser, 'ZZZZZZ')
  const tables = await db.$queryRaw<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'pgboss')`
  expect(tables.length).toBeGreaterThan(20)
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe(`select row_to_json(t)::text as row from ${name} t`)
    expect({ name, has: JSON.stringify(rows).includes(code) }).toEqual({ name, has: false })
  }
})
