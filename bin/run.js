import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs a program in our place: same input and output, our signals, its exit code as ours. */
export function run(program, words, environment) {
  const child = spawn(program, words, { stdio: 'inherit', env: environment })
  for (const ending of endings)
    process.on(
      ending,
      once(() => pass(child, ending)),
    )
  whenCallerDies(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}

/** Ctrl-C in a terminal reaches the child without us, and twice would mean "at once". */
function pass(child, ending) {
  if (ending === 'SIGINT' && process.stdin.isTTY) return
  child.kill(ending)
}

function once(act) {
  let over = false
  return () => {
    if (over) return
    over = true
    act()
  }
}

/**
 * A killed npm says nothing, and a shell between us neither; so we look whether they are there.
 * Started by hand we stay when the shell that started us goes, as `nohup` and `&` expect.
 */
function whenCallerDies(act) {
  if (!process.env.npm_lifecycle_event) return
  const before = callers()
  const watch = setInterval(() => {
    if (callers() === before) return
    clearInterval(watch)
    act()
  }, 250)
  watch.unref()
}

/** Our parent and, where that is the shell npm uses, its parent. */
function callers() {
  const [, name, above] = /^\d+ \((.*)\) \S+ (\d+)/.exec(statOf(process.ppid)) ?? []
  return /^(da|ba|z)?sh$/.test(name) ? `${process.ppid} ${above}` : `${process.ppid}`
}

function statOf(id) {
  try {
    return readFileSync(`/proc/${id}/stat`, 'utf8')
  } catch {
    return ''
  }
}
