import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { CannotStart } from './cannot-start.ts'

/** How PostgreSQL's programs are started: words before the command, and options for `spawn`. */
export interface Launcher {
  prefix: string[]
  options: { cwd: string; env: Record<string, string>; uid?: number; gid?: number }
  /** Whom the data must belong to; null when that is whoever runs this. */
  owner: { uid: number; gid: number } | null
}

const name = 'postgres'

/**
 * PostgreSQL refuses to run as root, so root hands it to the system user `postgres`. Where that
 * user may not pass a folder on the way (a clone in /root, or made by `mktemp -d`), it gets the one
 * capability to pass it; the database account of this app is no superuser, so SQL gains nothing.
 */
export function launcher(...paths: string[]): Launcher {
  // Nothing of our environment goes along: it holds secrets.
  const options = { cwd: '/', env: { LC_ALL: 'C' } }
  if (process.getuid?.() !== 0) return { prefix: [], options, owner: null }
  const owner = systemUser()
  const closed = paths.flatMap(foldersAbove).find((folder) => !passable(folder))
  if (!closed) return { prefix: [], options: { ...options, ...owner }, owner }
  const prefix = passingEverything(owner)
  if (!answers([...prefix, 'true'])) {
    throw new CannotStart(
      `PostgreSQL cannot run as root, and its user "${name}" may not enter ${closed}: ` +
        'run this as an ordinary user, move the project, or set DATABASE_URL',
    )
  }
  return { prefix, options, owner }
}

function systemUser() {
  const found = idOf()
  if (found) return found
  // Either may fail (no such program, or the group is there already); what counts is the look-up.
  spawnSync('groupadd', ['--system', name])
  spawnSync('useradd', [
    '--system',
    '--gid',
    name,
    '--no-create-home',
    '--shell',
    '/bin/false',
    name,
  ])
  const made = idOf()
  if (made) return made
  throw new CannotStart(
    `PostgreSQL cannot run as root, and no user "${name}" could be made: run this as an ordinary user or set DATABASE_URL`,
  )
}

function idOf() {
  const [uid, gid] = ['-u', '-g'].map((what) => spawnSync('id', [what, name], { encoding: 'utf8' }))
  return uid?.status === 0 && gid?.status === 0
    ? { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    : null
}

/** `no_setuid_fixup` because PostgreSQL asks access(2), which forgets capabilities otherwise. */
function passingEverything(user: { uid: number; gid: number }) {
  const only = '-all,+dac_override'
  return [
    'setpriv',
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    `--inh-caps=${only}`,
    `--ambient-caps=${only}`,
    '--securebits=+no_setuid_fixup',
  ]
}

function answers([program = '', ...words]: string[]) {
  return spawnSync(program, words).status === 0
}

function foldersAbove(path: string): string[] {
  const above = dirname(path)
  return above === path ? [path] : [path, ...foldersAbove(above)]
}

/** Others may pass. */
function passable(path: string) {
  return (statSync(path).mode & 0o001) !== 0
}
