import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmbedded } from '#database/embedded'
import { findPostmaster } from '#database/postmaster'

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'passport-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const running = (folder = home) => findPostmaster(join(folder, 'postgres'))

interface User {
  process: ChildProcess
  port: number
}

/** Another process that joins, or starts, the server of the folder. */
async function user(): Promise<User> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'embedded-user.ts'), home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { process: child, port: Number(String(said)) }
}

async function end({ process: child }: User, signal: NodeJS.Signals) {
  child.kill(signal)
  await once(child, 'exit')
}

async function write(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ answer: unknown }>(sql)
  await client.end()
  return rows.map(({ answer }) => answer)
}

test('two processes that start at the same moment share one new server; the last one stops it', async () => {
  const [first, second] = await Promise.all([user(), user()])
  expect(first.port).toBe(second.port)
  expect(running()?.port).toBe(first.port)
  await end(first, 'SIGTERM')
  expect(running()?.port).toBe(second.port)
  await end(second, 'SIGTERM')
  expect(running()).toBeNull()
})

test('the server of a killed process is found again, with everything it had answered', async () => {
  const killed = await user()
  const database = await startEmbedded(home)
  await write(database.url, 'create table kept as select 7 as answer')
  await database.leave()
  await end(killed, 'SIGKILL')
  const orphan = running()
  expect(orphan).not.toBeNull()

  const again = await startEmbedded(home)
  expect(running()?.pid).toBe(orphan?.pid)
  expect(await write(again.url, 'select answer from kept')).toEqual([7])
  await again.leave()
  expect(running()).toBeNull()
})

test('a server that falls over is brought back at the same address', async () => {
  const database = await startEmbedded(home)
  const before = running()
  process.kill(before?.pid ?? 0, 'SIGKILL')
  await expect
    .poll(() => write(database.url, 'select 1 as answer').catch(() => []), { timeout: 20_000 })
    .toEqual([1])
  expect(running()?.port).toBe(before?.port)
  await database.leave()
})

test('a note left by a reboot, naming some other program, hinders nobody', async () => {
  const note = join(home, 'postgres', 'postmaster.pid')
  writeFileSync(
    note,
    [process.pid, join(home, 'postgres'), 1, 5432, '', '', '', 'ready'].join('\n'),
  )
  expect(running()).toBeNull()
  const database = await startEmbedded(home)
  expect(await write(database.url, 'select 1 as answer')).toEqual([1])
  await database.leave()
})

test('a copy of the folder is a database of its own, also while the first one runs', async () => {
  const database = await startEmbedded(home)
  const other = mkdtempSync(join(tmpdir(), 'passport-'))
  cpSync(join(home, 'postgres', 'postmaster.pid'), join(other, 'note'))
  const separate = await startEmbedded(other)
  expect(running(other)?.pid).not.toBe(running()?.pid)
  await separate.leave()
  cpSync(join(other, 'note'), join(other, 'postgres', 'postmaster.pid'))
  expect(running(other)).toBeNull()
  await database.leave()
  rmSync(other, { recursive: true })
})

test('it writes to the disk, listens on this machine only, and its account is no superuser', async () => {
  const database = await startEmbedded(home)
  const settings = `select setting as answer from pg_settings
    where name in ('fsync', 'listen_addresses', 'data_checksums', 'server_encoding') order by name`
  expect(await write(database.url, settings)).toEqual(['on', 'on', '127.0.0.1', 'UTF8'])
  expect(
    await write(
      database.url,
      `select usesuper as answer from pg_user where usename = current_user`,
    ),
  ).toEqual([false])
  const password = join(home, 'postgres', 'passport.password')
  expect(statSync(password).mode & 0o777).toBe(0o600)
  expect(readFileSync(password, 'utf8')).toMatch(/^[\da-f]{48}$/)
  await database.leave()
})
