/**
 * bin/boot.js starts a server with its own process id as `--started-by`. When that process is gone,
 * even killed, the server ends too: no orphan stays on the port.
 */
export function endWithStarter(end: () => void): void {
  const starter = Number(/^--started-by=(\d+)$/m.exec(process.argv.join('\n'))?.[1])
  if (!starter) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (isAlive(starter)) return
    clearInterval(watch)
    end()
    // The watcher that stands between us in development would wait for changes for ever.
    if (process.argv.includes('--watched') && process.ppid === parent) process.kill(parent)
  }, 250)
  watch.unref()
}

function isAlive(pid: number) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
