import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listen } from '#web/http-server'

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'passport-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

function start(port: number, ...words: string[]) {
  const env = { PATH: process.env['PATH'], DATA_DIR: home, PORT: String(port) }
  const options = ['--disable-warning=ExperimentalWarning', 'src/server.ts', ...words]
  return spawn(process.execPath, options, { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** The port that a server says it is ready on. */
async function ready(server: ChildProcess & { stdout: NodeJS.ReadableStream }) {
  for await (const line of createInterface(server.stdout)) {
    const said = JSON.parse(line) as { msg: string; address?: string }
    if (said.msg === 'ready') return Number(new URL(said.address ?? '').port)
  }
  throw new Error('The server ended before it was ready')
}

async function exitOf(server: ChildProcess) {
  const [code] = (await once(server, 'exit')) as [number]
  return code
}

test('a server starts on an empty folder, answers, and ends with 0 when told to', async () => {
  const server = start(0)
  const port = await ready(server)
  expect((await fetch(`http://localhost:${port}/readyz`)).status).toBe(200)
  server.kill('SIGTERM')
  expect(await exitOf(server)).toBe(0)
})

test('a second server on the same port says so in one line', async () => {
  const first = start(0)
  const port = await ready(first)
  const second = start(port)
  const said: string[] = []
  second.stderr.on('data', (text: Buffer) => said.push(String(text)))
  expect(await exitOf(second)).toBe(1)
  expect(said.join('')).toBe(
    `Cannot start: port ${port} is in use. Stop the other program, or set PORT\n`,
  )
  first.kill('SIGTERM')
  expect(await exitOf(first)).toBe(0)
})

test('a server whose starter was killed ends too', async () => {
  const starter = spawn('sleep', ['60'])
  const server = start(0, `--started-by=${String(starter.pid)}`)
  await ready(server)
  const ended = exitOf(server)
  starter.kill('SIGKILL')
  expect(await ended).toBe(0)
})

test('closing waits for the request under way, which learns that the connection ends', async () => {
  const began = Promise.withResolvers<void>()
  const server = await listen(
    (_req, res) => {
      began.resolve()
      void sleep(200).then(() => res.end('whole'))
    },
    0,
    '127.0.0.1',
  )
  const answer = fetch(`http://127.0.0.1:${server.port}/`)
  await began.promise
  const closed = server.close()
  const response = await answer
  expect(response.headers.get('connection')).toBe('close')
  expect(await response.text()).toBe('whole')
  await closed
  await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow('fetch failed')
})

test('a header of more than 16 KiB is refused', async () => {
  const server = await listen((_req, res) => void res.end(), 0, '127.0.0.1')
  const headers = { 'X-Long': 'x'.repeat(17_000) }
  const asked = request({ port: server.port, host: '127.0.0.1', headers }).end()
  const [response] = (await once(asked, 'response')) as [{ statusCode: number }]
  expect(response.statusCode).toBe(431)
  await server.close()
})
