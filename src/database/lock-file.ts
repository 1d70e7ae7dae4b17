import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'

/** Longer than anybody works under it: an older lock was left by a process that died. */
const oldest = 180_000

/** True when the lock is ours now. A lock whose owner died is removed; then ask again. */
export function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    if (isAbandoned(file)) release(file)
    return false
  }
}

export function release(file: string): void {
  rmSync(file, { force: true })
}

function isAbandoned(file: string) {
  try {
    if (Date.now() - statSync(file).mtimeMs > oldest) return true
    const owner = Number(readFileSync(file, 'utf8'))
    // Empty for the moment between its making and its writing.
    if (owner) process.kill(owner, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
