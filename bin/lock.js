import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Lets one process do the work while others wait; a lock whose owner died counts for nothing. */
export async function locked(file, work) {
  while (!take(file)) {
    if (abandoned(file)) rmSync(file, { force: true })
    else await new Promise((go) => setTimeout(go, 200))
  }
  try {
    work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function abandoned(file) {
  try {
    const owner = Number(readFileSync(file, 'utf8'))
    // Empty for the moment between its making and its writing.
    if (owner) process.kill(owner, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
