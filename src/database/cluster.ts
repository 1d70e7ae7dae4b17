import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { binaries } from './binaries.ts'
import { CannotStart } from './cannot-start.ts'
import { launcher, type Launcher } from './system-user.ts'

const passwordFile = 'passport.password'

/**
 * Makes the data folder with its one account and one database. It grows beside its final name and
 * is renamed when complete, so a start that was cut off leaves nothing that looks finished.
 */
export function makeCluster(folder: string): void {
  if (existsSync(folder)) return
  const fresh = `${folder}.new`
  const launch = launcher(dirname(folder), join(binaries(), 'postgres'))
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  if (launch.owner) chownSync(fresh, launch.owner.uid, launch.owner.gid)
  initialise(fresh, launch)
  const password = randomBytes(24).toString('hex')
  makeDatabase(fresh, launch, password)
  writeFileSync(join(fresh, passwordFile), password, { mode: 0o600, flush: true })
  renameSync(fresh, folder)
}

/** Where this app's account finds its database. */
export function clusterUrl(folder: string, port: number): string {
  const password = readFileSync(join(folder, passwordFile), 'utf8')
  return `postgresql://passport:${password}@127.0.0.1:${port}/passport`
}

/** The superuser gets no password and there is no socket: nobody can log in as it. */
function initialise(folder: string, launch: Launcher) {
  run('initdb', launch, [
    `--pgdata=${folder}`,
    '--username=postgres',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--auth-local=peer',
    '--auth-host=scram-sha-256',
  ])
}

/** May make databases (tests do), but is no superuser: no files and no programs through SQL. */
function makeDatabase(folder: string, launch: Launcher, password: string) {
  const statements = [
    `create role passport login createdb password '${password}';`,
    'create database passport owner passport;',
  ]
  // In single-user mode with -j, an empty line ends a statement.
  run(
    'postgres',
    launch,
    ['--single', '-j', '-D', folder, 'postgres'],
    statements.join('\n\n') + '\n\n',
  )
}

function run(program: string, launch: Launcher, words: string[], input = '') {
  const [command = '', ...all] = [...launch.prefix, join(binaries(), program), ...words]
  const done = spawnSync(command, all, { ...launch.options, input, encoding: 'utf8' })
  // Single-user mode ends with 0 even after a failed statement.
  const complaint = /^.*(?:ERROR|FATAL|error):.*$/m.exec(done.error?.message ?? done.stderr)
  if (done.status === 0 && !complaint) return
  throw new CannotStart(`The database could not be made: ${complaint?.[0] ?? `${program} failed`}`)
}
