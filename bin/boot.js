// Every command of package.json comes through here: it sets up what is missing, then runs the
// command with Node 24. Plain JavaScript, because an older Node must be able to read it.
import { existsSync } from 'node:fs'
import { delimiter, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './run.js'
import { setUp } from './set-up.js'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const own = `--started-by=${process.pid}`
/** Where whoever calls stands: npm goes to the project's folder first, and so do we. */
const caller = (process.env.npm_lifecycle_event && process.env.INIT_CWD) || process.cwd()
const settings = () => (existsSync('.env') ? ['--env-file=.env'] : [])

/** What each command runs; `own` lets a server notice that this process has gone. */
const commands = {
  demo: (words) => ['src/demo.ts', own, ...words],
  dev: (words) => [
    ...settings(),
    '--watch',
    '--watch-preserve-output',
    'src/server.ts',
    own,
    '--watched',
    ...words,
  ],
  start: (words) => [...settings(), 'src/server.ts', own, ...words],
  test: (words) => [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'tests/vitest.config.ts',
    ...words,
  ],
  check: (words) => ['bin/check.js', ...words],
  bench: (words) => ['tests/bench/bench.ts', ...words],
  wallet: (words) => [...settings(), 'src/cli/wallet.ts', `--called-from=${caller}`, ...words],
  format: (words) => ['node_modules/prettier/bin/prettier.cjs', '--write', '.', ...words],
}

/** Commands that must say with which settings they run. */
const environments = { start: 'production' }

async function main([name, ...words]) {
  process.chdir(root)
  const node = await setUp(root)
  if (name === 'setup') return 0
  if (!Object.hasOwn(commands, name)) {
    process.stderr.write(`Say one of: setup, ${Object.keys(commands).join(', ')}\n`)
    return 1
  }
  const environment = {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
    // Halves the time that loading the modules takes.
    NODE_COMPILE_CACHE: resolve(root, '.cache/compiled'),
  }
  if (environments[name]) environment.NODE_ENV = environments[name]
  return run(node, ['--disable-warning=ExperimentalWarning', ...commands[name](words)], environment)
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${error instanceof SyntaxError ? error.stack : error.message}\n`)
    process.exit(1)
  },
)
