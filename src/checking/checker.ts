import { availableParallelism } from 'node:os'
import { seconds } from '#durations'
import { Overloaded } from '#errors'
import { log } from '#log'
import type { Circumstances, Verdict } from '#openbadges/check'
import { CheckThread, type Outcome, type Patience } from './thread.ts'

export interface CheckerSettings extends Patience {
  file: URL
  threads: number
  /** Checks that one thread does at a time. */
  atATime: number
  /** Checks that may wait for a place; one more is refused. */
  waiting: number
}

const usual: CheckerSettings = {
  file: new URL('./check-thread.ts', import.meta.url),
  threads: Math.max(1, availableParallelism() - 1),
  atATime: 8,
  waiting: 50,
  whole: seconds(15),
  stuck: seconds(6),
}

/**
 * Does checks in worker threads: a badge is made by a stranger, and what it takes to read it must
 * not hold up anybody's page. A thread that computes without end, or takes too much memory, is
 * ended; another takes its place.
 */
export class Checker {
  readonly #settings: CheckerSettings
  readonly #threads = new Set<CheckThread>()
  readonly #waiting: (() => void)[] = []
  #taken = 0
  #alone: CheckThread | undefined
  #lastAlone: Promise<unknown> = Promise.resolve()

  constructor(settings: Partial<CheckerSettings> = {}) {
    this.#settings = { ...usual, ...settings }
  }

  /** As the library's own `check`; throws `Overloaded` when too many wait already. */
  async check(input: Uint8Array | string, circumstances: Circumstances): Promise<Verdict> {
    await this.#takePlace()
    try {
      const shared = await this.#thread().check(input, circumstances)
      const outcome = shared === 'gone' ? await this.#checkAlone(input, circumstances) : shared
      if (typeof outcome === 'object' && 'verdict' in outcome) return outcome.verdict
      const reason = typeof outcome === 'string' ? outcome : outcome.problem
      log.error({ reason, size: input.length }, 'a check ended without a verdict')
      return noVerdict(circumstances.now)
    } finally {
      this.#leavePlace()
    }
  }

  /** Ends all threads; checks in hand give up. */
  async stop(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.end('gave up')))
  }

  async #takePlace() {
    const { threads, atATime, waiting } = this.#settings
    if (this.#taken < threads * atATime) this.#taken += 1
    else if (this.#waiting.length >= waiting) throw new Overloaded()
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** Handed on to whoever waits longest. */
  #leavePlace() {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#taken -= 1
  }

  /** The one with least to do; a new one as long as there may be more and all have something. */
  #thread(): CheckThread {
    const shared = [...this.#threads].filter((thread) => thread !== this.#alone)
    const [idlest] = shared.toSorted((one, other) => one.inHand - other.inHand)
    const mayStart = shared.length < this.#settings.threads
    return idlest && (idlest.inHand === 0 || !mayStart) ? idlest : this.#start()
  }

  #start(): CheckThread {
    const { file } = this.#settings
    const started = new CheckThread(file, this.#settings, (ended) => this.#threads.delete(ended))
    this.#threads.add(started)
    return started
  }

  /** After another check may have been what ended the thread; one at a time, so that few run. */
  #checkAlone(input: Uint8Array | string, circumstances: Circumstances): Promise<Outcome> {
    const checked = this.#lastAlone.then(async () => {
      this.#alone = this.#start()
      const outcome = await this.#alone.check(input, circumstances)
      await this.#alone.end()
      return outcome
    })
    this.#lastAlone = checked
    return checked
  }
}

/** The one of this process. Its threads start when they are needed. */
export const checker = new Checker()

/** Nothing was found out; that is not the badge's fault, and no reason to rely on it. */
const noVerdict = (now: Date): Verdict => ({
  version: null,
  format: 'unknown',
  findings: [
    {
      question: 'format',
      outcome: 'unchecked',
      code: 'check-gave-up',
      clause: 'OB 3.0 §9',
      detail: 'The check took more time or memory than a badge may take.',
    },
  ],
  badge: null,
  checkedAt: now.toISOString(),
})
