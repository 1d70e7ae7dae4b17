import { hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { config } from '#config'

const keys = new Map<string, Buffer>()

/** A key of 32 bytes for one purpose, derived from the one secret: none serves two purposes. */
export function key(purpose: string): Buffer {
  const known = keys.get(purpose)
  if (known) return known
  const derived = Buffer.from(hkdfSync('sha256', secret(), '', purpose, 32))
  keys.set(purpose, derived)
  return derived
}

/** Takes as long wherever the two differ: nobody can find a secret letter by letter. */
export function isSameSecret(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

let found: string | undefined

/** Production must be given one; elsewhere we make one and keep it, so that logins outlive a restart. */
function secret() {
  found ??= config.appSecret ?? keptSecret(join(config.dataDir, 'secret'))
  return found
}

function keptSecret(file: string) {
  if (!existsSync(file)) keep(file, randomBytes(48).toString('base64url'))
  return readFileSync(file, 'utf8')
}

/** Linked into place when complete: of two processes that start at once, the first one's stays. */
function keep(file: string, secret: string) {
  const draft = `${file}.${process.pid}`
  mkdirSync(config.dataDir, { recursive: true, mode: 0o711 })
  writeFileSync(draft, secret, { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    rmSync(draft)
  }
}
