import { spawnSync } from 'node:child_process'

/** The checks that need no database and no browser; `npm test` is the other half. */
const steps = {
  lint: ['eslint/bin/eslint.js', '-c', 'tests/eslint.config.js', '--max-warnings=0', '.'],
  types: ['typescript/bin/tsc', '-p', '.'],
  format: ['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
}

const failed = Object.entries(steps).filter(([name, [program, ...words]]) => {
  const started = Date.now()
  const done = spawnSync(process.execPath, [`node_modules/${program}`, ...words], {
    stdio: 'inherit',
  })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${name}: ${done.status === 0 ? 'passed' : 'failed'} (${seconds} s)`)
  return done.status !== 0
})
process.exit(failed.length > 0 ? 1 : 0)
