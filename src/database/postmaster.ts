import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { binaries } from './binaries.ts'
import { CannotStart } from './cannot-start.ts'
import { launcher } from './system-user.ts'

/** A running PostgreSQL, as its own postmaster.pid tells of it. */
export interface Postmaster {
  pid: number
  port: number
  ready: boolean
}

/** The server that runs on this folder, whoever started it; null when none does. */
export function findPostmaster(folder: string): Postmaster | null {
  const noted = readNote(folder)
  return noted && isAlive(noted.pid) && servesFolder(noted, folder) ? noted : null
}

/**
 * Starts the server and waits until it answers; false when somebody else was quicker, at the folder
 * or at the port. It gets a session of its own, so that Ctrl-C is not for it.
 */
export async function startPostmaster(
  folder: string,
  log: string,
  port?: number,
): Promise<boolean> {
  forgetStranger(folder)
  const program = join(binaries(), 'postgres')
  const launch = launcher(dirname(folder), program)
  const settings = serverSettings(port ?? (await freePort()))
  const [command = '', ...words] = [...launch.prefix, program, '-D', folder, ...settings]
  const output = openSync(log, 'a', 0o600)
  const child = spawn(command, words, {
    detached: true,
    stdio: ['ignore', output, output],
    ...launch.options,
  })
  closeSync(output)
  child.unref()
  // Where the program could not even be started, the child has no pid.
  child.on('error', () => undefined)
  while (!findPostmaster(folder)?.ready) {
    if (hasEnded(child)) return wasSlower(log)
    await sleep(4)
  }
  return true
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess) {
  return pid === undefined || exitCode !== null || signalCode !== null
}

/** False for what passes by itself; everything else needs a person. */
function wasSlower(log: string) {
  const complaint = lastComplaint(log)
  if (/lock file|TCP\/IP sockets/.test(complaint)) return false
  throw new CannotStart(`The database did not start: ${complaint} (see ${log})`)
}

/** "Fast": open transactions are rolled back, everything committed is written, then it ends. */
export async function stopPostmaster(folder: string): Promise<void> {
  const running = findPostmaster(folder)
  if (!running) return
  process.kill(running.pid, 'SIGINT')
  while (findPostmaster(folder)?.pid === running.pid) await sleep(4)
}

/** Its lines: pid, folder, start, port, socket folder, listening address, memory, state. */
function readNote(folder: string) {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
    const [pid, , , port] = lines.map(Number)
    return pid && port ? { pid, port, ready: lines[7]?.trim() === 'ready', folder: lines[1] } : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function isAlive(pid: number) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** After a reboot the number may be another program's; in a copied folder the note is another's. */
function servesFolder(noted: { pid: number; folder: string | undefined }, folder: string) {
  const real = realpathSync(folder)
  if (process.platform !== 'linux') return noted.folder === real
  try {
    return readlinkSync(`/proc/${noted.pid}/cwd`) === real
  } catch {
    return false
  }
}

/** PostgreSQL would take any living process with that number for a server of its own. */
function forgetStranger(folder: string) {
  const noted = readNote(folder)
  if (noted && isAlive(noted.pid) && !servesFolder(noted, folder)) {
    rmSync(join(folder, 'postmaster.pid'), { force: true })
  }
}

function serverSettings(port: number) {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    jit: 'off',
    log_checkpoints: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

function lastComplaint(log: string) {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
  const fatal = lines.findLast((line) => line.includes('FATAL:')) ?? lines.at(-1) ?? ''
  return fatal.replace(/^.*FATAL:\s*/, '') || 'it said nothing'
}
