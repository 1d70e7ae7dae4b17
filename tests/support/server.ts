import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { config } from '#config'
import { mailbox } from './mailbox.ts'

export interface Server {
  /** Where it answers. */
  address: string
  process: ChildProcess
  /** The lines of its log until now. */
  log: string[]
  /** Ends it by a signal; answers its exit code, null when the signal left it none. */
  end: (signal: NodeJS.Signals) => Promise<number | null>
}

const root = fileURLToPath(new URL('../..', import.meta.url))

const production = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PORT: '0',
  SITE_URL: 'http://localhost',
  SMTP_URL: 'smtp://127.0.0.1:1',
  APP_SECRET: 'a secret of the tests that is long enough',
}

/** The shipped server as a process of its own, as in production; back when it takes requests. */
export async function startServer(
  settings: Record<string, string>,
  nodeOptions: string[] = [],
): Promise<Server> {
  // Named as its starter, this process takes the server and its database along when it dies.
  const started = ['src/server.ts', `--started-by=${process.pid}`]
  const words = ['--disable-warning=ExperimentalWarning', ...nodeOptions, ...started]
  const child = spawn(process.execPath, words, {
    cwd: root,
    // Nothing of our own environment: it may hold settings of another server.
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: '.cache/compiled',
      ...production,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const log: string[] = []
  return {
    address: await addressOf(child, log),
    process: child,
    log,
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
      return child.exitCode
    },
  }
}

/** The same beside this process: with its database and its mail server, under its address. */
export const startBeside = (settings: Record<string, string>): Promise<Server> =>
  startServer({
    SITE_URL: config.siteUrl,
    DATABASE_URL: config.databaseUrl ?? '',
    SMTP_URL: mailbox.url,
    ...settings,
  })

/** Its log says it. The rest of the log is read too, so that the pipe never fills. */
function addressOf(child: ChildProcess, log: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`The server ended with ${code} before it was ready`)),
    )
    if (!child.stdout) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.push(line)
      const { msg, address } = JSON.parse(line) as { msg?: string; address?: string }
      if (msg === 'ready' && address) resolve(address.replace('localhost', '127.0.0.1'))
    })
  })
}
