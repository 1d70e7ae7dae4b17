import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Target } from './load.ts'

/** Bare Express with the bytes that this page has now; `end` stops it. */
export async function bareExpress(page: Target, folder: string) {
  const response = await fetch(page.address + page.paths[0], { headers: page.headers ?? {} })
  if (response.status !== 200) throw new Error(`${page.paths[0]} answers ${response.status}`)
  const body = await response.text()
  const file = join(folder, `page-${body.length}`)
  writeFileSync(file, body)
  const mediaType = response.headers.get('content-type') ?? 'text/html'
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare.ts'), file, mediaType], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const target: Target = { ...page, address: String(line).trim() }
  return { target, bytes: Buffer.byteLength(body), end: () => child.kill() }
}
