import { MessageChannel, Worker } from 'node:worker_threads'
import { seconds } from '#durations'
import type { Circumstances, Verdict } from '#openbadges/check'
import { ping, type Asked, type Found, type Reply } from './thread-port.ts'

/** How a check went. `gone`: the thread ended meanwhile, and not necessarily for this check. */
export type Outcome = { verdict: Verdict } | { problem: string } | 'gone' | 'gave up'

export interface Patience {
  /** How long a check may take in all. */
  whole: number
  /** How long a thread may compute without listening. */
  stuck: number
}

/** Loading the library takes a moment, and on a busy machine some seconds. */
const starting = seconds(20)
const pingEvery = 250

/** A worker thread that does checks, several at a time: most of a check is waiting for others. */
export class CheckThread {
  readonly #worker: Worker
  readonly #patience: Patience
  readonly #whenEnded: (thread: CheckThread) => void
  readonly #answers = new Set<(outcome: Outcome) => void>()
  readonly #watch: NodeJS.Timeout
  #unanswered = -starting / pingEvery

  constructor(file: URL, patience: Patience, whenEnded: (thread: CheckThread) => void) {
    this.#patience = patience
    this.#whenEnded = whenEnded
    this.#worker = new Worker(file, {
      name: 'check',
      env: {},
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    })
    this.#worker.on('message', () => (this.#unanswered = 0))
    this.#worker.on('error', () => undefined) // followed by its end
    this.#worker.on('exit', () => this.#end())
    this.#worker.unref()
    this.#watch = setInterval(() => this.#lookAfter(), pingEvery).unref()
  }

  /** Checks under way. */
  get inHand(): number {
    return this.#answers.size
  }

  async check(input: Uint8Array | string, circumstances: Circumstances): Promise<Outcome> {
    const { port1: port, port2: theirs } = new MessageChannel()
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    const tooLong = setTimeout(() => {
      resolve('gave up')
      void this.end()
    }, this.#patience.whole)
    this.#answers.add(resolve)
    port.on('message', (reply: Reply) => {
      if ('url' in reply) void fetchFor(reply, circumstances, port)
      else resolve(reply)
    })
    const { now, recipients } = circumstances
    const asked: Asked = { input, now, recipients, port: theirs }
    this.#worker.postMessage(asked, [theirs])
    try {
      return await promise
    } finally {
      clearTimeout(tooLong)
      this.#answers.delete(resolve)
      port.close()
    }
  }

  /** Whatever it does at the moment; checks in hand end so, if it is said how. */
  async end(outcome?: Outcome): Promise<void> {
    this.#whenEnded(this) // nothing more is asked of it
    if (outcome !== undefined) for (const resolve of this.#answers) resolve(outcome)
    await this.#worker.terminate()
  }

  #lookAfter() {
    if (this.#answers.size === 0) return
    if (this.#unanswered * pingEvery >= this.#patience.stuck) void this.end()
    this.#unanswered += 1
    this.#worker.postMessage(ping)
  }

  /** Who was alone in the thread is to blame for its end; of several nobody knows. */
  #end() {
    clearInterval(this.#watch)
    this.#whenEnded(this)
    const outcome = this.#answers.size === 1 ? 'gave up' : 'gone'
    for (const resolve of this.#answers) resolve(outcome)
  }
}

async function fetchFor(
  { wanted, url, accept }: { wanted: number; url: string; accept: string },
  { fetchDocument }: Circumstances,
  port: MessageChannel['port1'],
) {
  const reply: Found = { wanted, found: await fetchDocument(url, accept) }
  port.postMessage(reply)
}
