import { config } from '#config'
import { CannotStart } from '#database/cannot-start'
import { openDatabase } from '#database/open'
import { log } from '#log'
import { endWithStarter } from '#parent'
import { listen } from '#web/http-server'

/** What has to be closed at the end, the last opened first. */
const open: { close: () => Promise<unknown> }[] = []

/**
 * Opens the database, starts the worker and listens; what stands in the way is said in one line.
 * `prepare` runs before the first request, on the open database.
 */
export async function serve(prepare?: () => Promise<void>): Promise<void> {
  handleEndings()
  try {
    await start(prepare)
  } catch (error) {
    process.stderr.write(`Cannot start: ${reason(error)}\n`)
    await stop(1)
  }
}

async function start(prepare?: () => Promise<void>) {
  const opening = openDatabase()
  // These load while the database comes up; one that fails is told of when they are awaited.
  const parts = Promise.all([import('#app'), import('#jobs'), import('#queue/queue')])
  parts.catch(() => undefined)
  open.push(await opening)
  const [{ createApp }, { startJobs, stopJobs }, { prepareQueue }] = await parts
  open.push({ close: stopJobs })
  await prepareQueue()
  await prepare?.()
  await startJobs()
  const server = await listen(createApp({ now: () => new Date() }), config.port, config.host)
  open.push(server)
  const { siteUrl: site, fetchHosts } = config
  log.info({ address: `http://localhost:${server.port}`, site, fetchHosts }, 'ready')
}

function reason(error: unknown) {
  if (error instanceof CannotStart) return error.message
  const { code, stack } = error as { code?: string; stack?: string }
  if (code === 'EADDRINUSE')
    return `port ${config.port} is in use. Stop the other program, or set PORT`
  if (code === 'EACCES') return `port ${config.port} is not allowed for this user. Set PORT`
  return stack ?? String(error)
}

function handleEndings() {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end)
  endWithStarter(end)
  process.on('uncaughtException', (error) => {
    // After this nobody knows what state we are in; the next start begins from the database.
    log.fatal({ error: error.stack }, 'an error that nothing caught')
    process.exit(1)
  })
}

let endedAt = 0

/** Once: finish what is under way. Again: now. One Ctrl-C may reach us twice within moments. */
function end() {
  if (endedAt && Date.now() - endedAt > 300) process.exit(1)
  if (endedAt) return
  endedAt = Date.now()
  log.info('stopping')
  void stop(0)
}

async function stop(code: number) {
  const seconds = 1_000
  setTimeout(() => process.exit(1), 20 * seconds).unref()
  for (const { close } of open.splice(0).reverse()) {
    await close().catch((error: Error) => log.error({ error: error.stack }, 'could not close'))
  }
  process.exit(code)
}

if (import.meta.main) await serve()
